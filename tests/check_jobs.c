#include "check_jobs.h"

#include <check.h>
#include <jansson.h>

#include "check_common.h"

void small_job_make(small_job *small, nw_experiment experiment, nw_inputs inputs, unsigned type, nw_method method)
{
    nw_setting_of_experiment *setting = &small->setting;
    nw_error error;
    nw_experiment_defaults(setting, experiment);
    json_t *changes = json_pack("{s:s, s:s}", "preset", "tiny", "inputs", nw_input_words[inputs]);
    ck_assert_msg(nw_experiment_from_json(setting, changes, "test", &error) == NW_OK, "%s", error.message);
    json_decref(changes);
    bool colour = inputs == NW_INPUT_COLOUR;
    setting->samples = setting->samples > 100 ? 100 : setting->samples;
    setting->test_samples = 30;
    setting->batch = experiment == NW_COLORIZATION ? 8 : 32;
    setting->inner_width = setting->inner_width > 10 ? 10 : setting->inner_width;
    setting->embedding = setting->embedding > 40 ? 40 : setting->embedding;
    setting->points = experiment == NW_COLORIZATION ? 5 : 1;
    setting->hidden = setting->hidden > 10 ? 10 : setting->hidden;
    setting->epochs = colour ? 2 : 3;
    setting->seed = ct_seed();
    small->job = (nw_experiment_job){.setting = setting,
                                     .method = method,
                                     .type = type,
                                     .value = setting->values[setting->value_count - 1],
                                     .data_seed = ct_seed() + 1,
                                     .seed = ct_seed() + 2};
}

void small_job_clear(small_job *small)
{
    nw_experiment_clear(&small->setting);
}
