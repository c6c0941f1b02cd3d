#include <string.h>

#include "experiment/setting.h"

static nw_status check_images(const nw_images *train, const nw_images *test, const nw_setting_of_experiment *setting,
                              nw_error *error)
{
    const nw_images *parts[2] = {train, test};
    const size_t asked[2] = {setting->samples, setting->test_samples};
    static const char *const keys[2] = {"samples", "test_samples"};
    for (int i = 0; i < 2; i++)
        if (parts[i]->count < asked[i])
            return nw_fail(error, NW_BAD_INPUT, "%.300s: holds %zu images, and %s is %zu; give at most %zu",
                           setting->data, parts[i]->count, keys[i], asked[i], parts[i]->count);
    if (setting->data_mark[0] != '\0' && strcmp(train->mark, setting->data_mark) != 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: holds other images than when the study was made (mark %s, then %s); give that folder",
                       setting->data, train->mark, setting->data_mark);
    return NW_OK;
}

nw_status nw_experiment_images(nw_images *train, nw_images *test, const nw_setting_of_experiment *setting,
                               nw_error *error)
{
    nw_image_kind kind = setting->inputs == NW_INPUT_COLOUR ? NW_IMAGES_COLOUR : NW_IMAGES_GREY;
    nw_status status =
        nw_images_load(train, test, setting->data, kind, setting->samples, setting->test_samples, error);
    if (status != NW_OK)
        return status;
    status = check_images(train, test, setting, error);
    if (status != NW_OK) {
        nw_images_clear(train);
        nw_images_clear(test);
    }
    return status;
}
