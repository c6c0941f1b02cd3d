#include "experiment/record.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"

enum { MOST_POINTS = 1000000 };

static const char PLACE[] = "experiment record";

void nw_experiment_record_clear(nw_experiment_record *record)
{
    free(record->points);
    free(record->baselines.how);
    *record = (nw_experiment_record){0};
}

/* ---- out ---- */

static json_t *real(double value)
{
    return isnan(value) ? json_null() : isinf(value) ? json_string(value > 0 ? "inf" : "-inf") : nw_json_double(value);
}

static json_t *baselines_to_json(const nw_baselines *baselines)
{
    json_t *object = json_object();
    nw_json_put(object, "constant", real(baselines->constant));
    nw_json_put(object, "without_i", real(baselines->without_i));
    nw_json_put(object, "linear", real(baselines->linear));
    nw_json_put(object, "signal", real(baselines->signal));
    nw_json_put(object, "how", baselines->how != NULL ? nw_json_string(baselines->how) : json_null());
    return object;
}

char *nw_experiment_record_text(const nw_experiment_record *record)
{
    json_t *object = json_object(), *epochs = json_array(), *train = json_array(), *test = json_array(),
           *second = json_array();
    for (size_t i = 0; i < record->point_count; i++) {
        nw_json_append(epochs, json_integer(record->points[i].epoch));
        nw_json_append(train, real(record->points[i].train));
        nw_json_append(test, real(record->points[i].test));
        nw_json_append(second, real(record->points[i].second));
    }
    nw_json_put(object, "epochs", epochs);
    nw_json_put(object, "train", train);
    nw_json_put(object, "test", test);
    nw_json_put(object, "second", second);
    nw_json_put(object, "baselines", baselines_to_json(&record->baselines));
    nw_json_put(object, "moved", json_boolean(record->moved));
    nw_json_put(object, "diverged", json_boolean(record->diverged));
    nw_json_put(object, "output_deviation", real(record->output_deviation));
    char *text = nw_study_line(object);
    json_decref(object);
    return text;
}

/* ---- in ---- */

static nw_status refuse(const char *path, const char *why, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%s: %s %s", PLACE, path, why);
}

static nw_status read_real(double *value, const json_t *found, const char *path, nw_error *error)
{
    const char *text = json_string_value(found);
    *value = NAN;
    if (json_is_null(found))
        return NW_OK;
    if (text != NULL && (strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0)) {
        *value = text[0] == '-' ? -INFINITY : INFINITY;
        return NW_OK;
    }
    return text != NULL && nw_hex_double(value, text)
               ? NW_OK
               : refuse(path, "is neither null nor a number as hexadecimal text", error);
}

static nw_status get_real(double *value, json_t *object, const char *key, const char *path, nw_error *error)
{
    const json_t *found = json_object_get(object, key);
    return found == NULL ? refuse(path, "is missing", error) : read_real(value, found, path, error);
}

static nw_status read_epochs(nw_experiment_record *record, json_t *object, nw_error *error)
{
    json_t *epochs, *entry;
    size_t index;
    nw_status status = nw_json_get_array(&epochs, object, "epochs", (nw_json_place){PLACE, ""}, error);
    if (status != NW_OK)
        return status;
    if (json_array_size(epochs) > MOST_POINTS)
        return refuse("epochs", "has more than a million entries", error);
    record->points = nw_alloc(json_array_size(epochs), sizeof *record->points);
    record->point_count = json_array_size(epochs);
    json_array_foreach(epochs, index, entry)
    {
        json_int_t epoch = json_integer_value(entry);
        if (!json_is_integer(entry) || epoch < 0 || epoch > MOST_POINTS)
            return refuse("epochs", "holds something that is no integer from 0 to 1000000", error);
        record->points[index].epoch = (long)epoch;
    }
    return NW_OK;
}

/* A column of the curve, into the member of the points that is `offset` bytes behind their begin. */
static nw_status read_column(nw_experiment_record *record, json_t *object, const char *key, size_t offset,
                             nw_error *error)
{
    json_t *column, *entry;
    size_t index;
    nw_status status = nw_json_get_array(&column, object, key, (nw_json_place){PLACE, ""}, error);
    if (status == NW_OK && json_array_size(column) != record->point_count)
        status = refuse(key, "has another number of entries than epochs", error);
    if (status != NW_OK)
        return status;
    json_array_foreach(column, index, entry)
    {
        status = read_real((double *)((char *)&record->points[index] + offset), entry, key, error);
        if (status != NW_OK)
            break;
    }
    return status;
}

static nw_status read_curve(nw_experiment_record *record, json_t *object, nw_error *error)
{
    nw_status status = read_epochs(record, object, error);
    if (status == NW_OK)
        status = read_column(record, object, "train", offsetof(nw_experiment_point, train), error);
    if (status == NW_OK)
        status = read_column(record, object, "test", offsetof(nw_experiment_point, test), error);
    return status == NW_OK
               ? read_column(record, object, "second", offsetof(nw_experiment_point, second), error)
               : status;
}

static nw_status read_baselines(nw_baselines *baselines, json_t *object, nw_error *error)
{
    static const char *const keys[] = {"constant", "without_i", "linear", "signal", "how", NULL};
    json_t *found;
    nw_status status = nw_json_get_object(&found, object, "baselines", (nw_json_place){PLACE, ""}, error);
    if (status == NW_OK)
        status = nw_json_only(found, keys, (nw_json_place){PLACE, "baselines"}, error);
    if (status == NW_OK)
        status = get_real(&baselines->constant, found, "constant", "baselines.constant", error);
    if (status == NW_OK)
        status = get_real(&baselines->without_i, found, "without_i", "baselines.without_i", error);
    if (status == NW_OK)
        status = get_real(&baselines->linear, found, "linear", "baselines.linear", error);
    if (status == NW_OK)
        status = get_real(&baselines->signal, found, "signal", "baselines.signal", error);
    if (status != NW_OK)
        return status;
    const json_t *how = json_object_get(found, "how");
    if (!json_is_null(how) && !json_is_string(how))
        return refuse("baselines.how", "is neither null nor a string", error);
    baselines->how = json_is_string(how) ? nw_copy_text(json_string_value(how)) : NULL;
    return NW_OK;
}

static nw_status read_record(nw_experiment_record *record, json_t *object, nw_error *error)
{
    static const char *const keys[] = {"epochs", "train", "test", "second", "baselines", "moved", "diverged",
                                       "output_deviation", NULL};
    const nw_json_place place = {PLACE, ""};
    nw_status status = nw_json_only(object, keys, place, error);
    if (status == NW_OK)
        status = read_curve(record, object, error);
    if (status == NW_OK)
        status = read_baselines(&record->baselines, object, error);
    if (status == NW_OK)
        status = nw_json_get_bool(&record->moved, object, "moved", place, error);
    if (status == NW_OK)
        status = nw_json_get_bool(&record->diverged, object, "diverged", place, error);
    return status == NW_OK
               ? get_real(&record->output_deviation, object, "output_deviation", "output_deviation", error)
               : status;
}

nw_status nw_experiment_record_read(nw_experiment_record *record, const char *text, nw_error *error)
{
    json_error_t problem;
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
    *record = (nw_experiment_record){.seconds = NAN};
    if (object == NULL)
        return nw_fail(error, NW_BAD_INPUT, "%s: not valid JSON: %s", PLACE, problem.text);
    nw_status status = json_is_object(object) ? read_record(record, object, error)
                                              : nw_fail(error, NW_BAD_INPUT, "%s: expected a JSON object", PLACE);
    json_decref(object);
    if (status != NW_OK)
        nw_experiment_record_clear(record);
    return status;
}

/* ---- against a job ---- */

static bool has_second(const nw_experiment_job *job)
{
    nw_experiment which = job->setting->experiment;
    return which == NW_ASSUMPTION1 || which == NW_ASSUMPTION2 || which == NW_ROTATION || which == NW_LR;
}

static nw_status check_point(const nw_experiment_point *point, const nw_experiment_job *job, bool last_of_diverged,
                             nw_error *error)
{
    if (point->epoch == 0 ? !isnan(point->train) : !last_of_diverged && !isfinite(point->train))
        return refuse("train", "has a number at epoch 0, or none behind", error);
    if (!last_of_diverged && !isfinite(point->test))
        return refuse("test", "has an epoch without a number, and training did not diverge there", error);
    if (has_second(job) ? !last_of_diverged && !isfinite(point->second) : !isnan(point->second))
        return refuse("second", "is not that of the job's experiment", error);
    return NW_OK;
}

nw_status nw_experiment_record_check(const nw_experiment_record *record, const nw_experiment_job *job, nw_error *error)
{
    const nw_experiment_point *points = record->points;
    size_t count = record->point_count;
    if (count == 0 || points[0].epoch != 0)
        return refuse("epochs", "does not begin with 0", error);
    for (size_t i = 1; i < count; i++)
        if (points[i].epoch <= points[i - 1].epoch)
            return refuse("epochs", "does not rise", error);
    if (points[count - 1].epoch > (long)job->setting->epochs)
        return refuse("epochs", "has more epochs than the setting", error);
    if (!record->diverged && points[count - 1].epoch != (long)job->setting->epochs)
        return refuse("epochs", "ends before the setting's last one, and training did not diverge", error);
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && i < count; i++)
        status = check_point(&points[i], job, record->diverged && i + 1 == count, error);
    if (status == NW_OK && !isnan(record->output_deviation) && record->output_deviation < 0)
        status = refuse("output_deviation", "is negative", error);
    return status;
}
