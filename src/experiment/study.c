#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_lists.h"
#include "base/json_read.h"
#include "base/memory.h"
#include "base/random.h"
#include "experiment/record.h"

enum { MOST_JOBS = 1000000 };

/* ---- descriptions ---- */

/* Of the settings that bear on a job: those that only say which jobs there are, and where the defaults came from, are
 * left out. */
static char *fingerprint(const nw_setting_of_experiment *setting)
{
    static const char *const beside[] = {"preset", "types", "methods", "values", "data", "repeats"};
    json_t *object = nw_experiment_to_json(setting);
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
        json_object_del(object, beside[i]);
    char *text = nw_study_line(object), *mark = nw_format("%016llx", (unsigned long long)nw_study_hash(text));
    json_decref(object);
    free(text);
    return mark;
}

static void put_seed(json_t *object, const char *key, uint64_t seed)
{
    char *text = nw_format("%llu", (unsigned long long)seed);
    nw_json_put_text(object, key, text);
    free(text);
}

char *nw_experiment_job_text(const nw_experiment_job *job)
{
    static const char *const types[] = {"", "I", "II", "III"};
    json_t *object = json_object();
    char *mark = fingerprint(job->setting);
    nw_json_put_text(object, "experiment", nw_experiment_cards[job->setting->experiment].name);
    nw_json_put_text(object, "type", types[job->type]);
    nw_json_put_text(object, "over", nw_axis_words[job->setting->axis]);
    nw_json_put(object, "value", json_integer(job->value));
    nw_json_put_text(object, "method", nw_method_words[job->method]);
    nw_json_put(object, "repeat", json_integer(job->repeat));
    put_seed(object, "data_seed", job->data_seed);
    put_seed(object, "seed", job->seed);
    nw_json_put_text(object, "setting", mark);
    free(mark);
    char *text = nw_study_line(object);
    json_decref(object);
    return text;
}

/* ---- jobs ---- */

/* Both seeds come from what the job is, not from its place in the study. */
static void set_seeds(nw_experiment_job *job)
{
    uint64_t seed = job->setting->seed, own = nw_random_mix(seed, 2 * (uint64_t)job->repeat + 1, job->type);
    job->data_seed = nw_random_mix(seed, 2 * (uint64_t)job->repeat, job->type);
    job->seed = nw_random_mix(own, (uint64_t)job->method, (uint64_t)job->value);
}

static void add_repeats(nw_study *study, const nw_setting_of_experiment *setting, unsigned type, long value,
                        nw_method method)
{
    nw_experiment_job *jobs = study->jobs;
    for (unsigned repeat = 0; repeat < setting->repeats; repeat++) {
        nw_experiment_job *job = &jobs[study->count++];
        *job = (nw_experiment_job){
            .setting = setting, .method = method, .type = type, .value = value, .repeat = repeat};
        set_seeds(job);
    }
}

/* Types 1 to 3 where there are any, else 0 alone. */
static bool has_type(const nw_setting_of_experiment *setting, unsigned type)
{
    return type == 0 ? setting->types == 0 : (setting->types >> (type - 1) & 1) != 0;
}

static size_t count_jobs(const nw_setting_of_experiment *setting)
{
    size_t types = 0, methods = 0;
    for (unsigned type = 0; type <= 3; type++)
        types += has_type(setting, type);
    for (unsigned method = 0; method < NW_METHOD_COUNT; method++)
        methods += setting->methods >> method & 1;
    return types * setting->value_count * methods * setting->repeats;
}

static void expand(nw_study *study, const nw_setting_of_experiment *setting)
{
    for (unsigned type = 0; type <= 3; type++)
        for (size_t i = 0; has_type(setting, type) && i < setting->value_count; i++)
            for (unsigned method = 0; method < NW_METHOD_COUNT; method++)
                if (setting->methods >> method & 1)
                    add_repeats(study, setting, type, setting->values[i], (nw_method)method);
}

static nw_status fill_mark(nw_setting_of_experiment *setting, nw_error *error)
{
    nw_images train, test;
    if (setting->data == NULL || setting->data_mark[0] != '\0')
        return NW_OK;
    nw_status status = nw_experiment_images(&train, &test, setting, error);
    if (status != NW_OK)
        return status;
    free(setting->data_mark);
    setting->data_mark = nw_experiment_images_mark(&train, &test);
    nw_images_clear(&train);
    nw_images_clear(&test);
    return NW_OK;
}

/* Takes *setting over. */
static nw_status make_study(nw_study *study, nw_setting_of_experiment *setting, const char *file, nw_error *error)
{
    nw_status status = nw_experiment_check(setting, file, error);
    if (status == NW_OK && count_jobs(setting) > MOST_JOBS)
        status = nw_fail(error, NW_BAD_INPUT, "%.300s: expands into more than %d jobs", file, MOST_JOBS);
    if (status == NW_OK)
        status = fill_mark(setting, error);
    if (status != NW_OK) {
        nw_experiment_clear(setting);
        return status;
    }
    nw_setting_of_experiment *kept = nw_alloc(1, sizeof *kept);
    *kept = *setting;
    study->resolved = nw_experiment_to_json(kept);
    study->jobs = nw_alloc(count_jobs(kept), sizeof(nw_experiment_job));
    expand(study, kept);
    return NW_OK;
}

nw_status nw_experiment_study(nw_study *study, const nw_setting_of_experiment *setting, nw_error *error)
{
    nw_setting_of_experiment copy;
    *study = (nw_study){.kind = &nw_experiment_kind};
    nw_experiment_copy(&copy, setting);
    nw_status status = make_study(study, &copy, "settings", error);
    if (status == NW_OK)
        nw_study_seal(study);
    return status;
}

const nw_experiment_job *nw_experiment_job_at(const nw_study *study, size_t number)
{
    return (const nw_experiment_job *)study->jobs + number;
}

/* ---- the kind ---- */

static nw_status read_study(nw_study *study, json_t *object, const char *file, nw_error *error)
{
    nw_setting_of_experiment setting;
    const char *name;
    nw_status status = nw_json_get_text(&name, object, "experiment", (nw_json_place){file, ""}, error);
    if (status != NW_OK)
        return status;
    /* A name that there is not is refused with the other members. */
    nw_experiment experiment = nw_experiment_find(name);
    nw_experiment_defaults(&setting, experiment < NW_EXPERIMENT_COUNT ? experiment : NW_SYNTHETIC_DEPTH);
    status = nw_experiment_from_json(&setting, object, file, error);
    if (status != NW_OK) {
        nw_experiment_clear(&setting);
        return status;
    }
    return make_study(study, &setting, file, error);
}

static char *job_text(const nw_study *study, size_t number)
{
    return nw_experiment_job_text(nw_experiment_job_at(study, number));
}

static nw_status measure(char **text, const nw_study *study, size_t number, const nw_job_help *help, nw_error *error)
{
    nw_experiment_record record = {0};
    *text = NULL;
    nw_status status = nw_experiment_measure(&record, nw_experiment_job_at(study, number), help, error);
    if (status == NW_OK && record.point_count > 0) /* it was not stopped before its end */
        *text = nw_experiment_record_text(&record);
    nw_experiment_record_clear(&record);
    return status;
}

static nw_status check(bool *unknown, const nw_study *study, size_t number, const char *text, nw_error *error)
{
    nw_experiment_record record = {0};
    *unknown = false;
    nw_status status = nw_experiment_record_read(&record, text, error);
    if (status == NW_OK)
        status = nw_experiment_record_check(&record, nw_experiment_job_at(study, number), error);
    nw_experiment_record_clear(&record);
    return status;
}

static void clear(nw_study *study)
{
    nw_experiment_job *jobs = study->jobs;
    if (jobs == NULL)
        return;
    nw_setting_of_experiment *setting = (nw_setting_of_experiment *)jobs->setting; /* made by make_study */
    nw_experiment_clear(setting);
    free(setting);
    free(jobs);
    study->jobs = NULL;
}

const nw_study_kind nw_experiment_kind = {.name = "experiment",
                                          .command = "experiment",
    .place = "data",
                                          .application = 0x6e774578u, /* "nwEx" */
                                          .last_first = true,
                                          .checkpoints = true,
                                          .read = read_study,
                                          .job_text = job_text,
                                          .measure = measure,
                                          .check = check,
                                          .clear = clear};
