#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/setting.h"
#include "jobs/study.h"

char *nw_experiment_images_mark(const nw_images *train, const nw_images *test)
{
    char *both = nw_format("%s %s", train->mark, test->mark), *mark = nw_format("%016" PRIx64, nw_study_hash(both));
    free(both);
    return mark;
}

static nw_status check_counts(const nw_images *train, const nw_images *test, const nw_setting_of_experiment *setting,
                              nw_error *error)
{
    const nw_images *parts[2] = {train, test};
    const size_t asked[2] = {setting->samples, setting->test_samples};
    static const char *const names[2] = {"training images, and samples", "test images, and test samples"};
    for (int i = 0; i < 2; i++)
        if (parts[i]->count < asked[i])
            return nw_fail(error, NW_BAD_INPUT, "%.300s: holds %zu %s is %zu; give at most %zu", setting->data,
                           parts[i]->count, names[i], asked[i], parts[i]->count);
    return NW_OK;
}

static nw_status check_mark(const nw_images *train, const nw_images *test, const nw_setting_of_experiment *setting,
                            nw_error *error)
{
    if (setting->data_mark[0] == '\0')
        return NW_OK;
    char *mark = nw_experiment_images_mark(train, test);
    nw_status status = NW_OK;
    if (strcmp(mark, setting->data_mark) != 0)
        status = nw_fail(error, NW_BAD_INPUT,
                         "%.300s: holds other images than when the study was made (mark %s, then %s); give that folder",
                         setting->data, mark, setting->data_mark);
    free(mark);
    return status;
}

nw_status nw_experiment_images(nw_images *train, nw_images *test, const nw_setting_of_experiment *setting,
                               nw_error *error)
{
    nw_image_kind kind = setting->inputs == NW_INPUT_COLOUR ? NW_IMAGES_COLOUR : NW_IMAGES_GREY;
    nw_status status =
        nw_images_load(train, test, setting->data, kind, setting->samples, setting->test_samples, error);
    if (status != NW_OK)
        return status;
    status = check_counts(train, test, setting, error);
    if (status == NW_OK)
        status = check_mark(train, test, setting, error);
    if (status != NW_OK) {
        nw_images_clear(train);
        nw_images_clear(test);
    }
    return status;
}
