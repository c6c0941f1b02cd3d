#include "study/gap_job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"
#include "rational.h"
#include "target/word.h"

const char *const nw_gap_method_words[NW_GAP_METHOD_COUNT + 1] = {"g", "q-free", "q-identity", "q-bounded", NULL};

enum { LARGEST_COUNT = 1000000000, LARGEST_ORDER = 64 };

void nw_gap_job_clear(nw_gap_job *job)
{
    free(job->target);
    free(job->tasks);
    free(job->l1);
    free(job->l2);
    fmpq_clear(job->goal);
    *job = (nw_gap_job){0};
}

void nw_gap_record_clear(nw_gap_record *record)
{
    free(record->reason);
    free(record->points);
    fmpq_clear(record->eps);
    *record = (nw_gap_record){0};
}

/* ---- writing ---- */

static void put_rational(json_t *object, const char *key, const fmpq_t value)
{
    char *text = nw_rational_short(value);
    nw_json_put_text(object, key, text);
    free(text);
}

/* As text: a JSON integer has a sign and so one bit too few. */
static void put_seed(json_t *object, const char *key, uint64_t seed)
{
    char *text = nw_format("%llu", (unsigned long long)seed);
    nw_json_put_text(object, key, text);
    free(text);
}

static void put_count(json_t *object, const char *key, size_t count)
{
    nw_json_put(object, key, json_integer((json_int_t)count));
}

json_t *nw_gap_job_to_json(const nw_gap_job *job)
{
    json_t *object = json_object(), *k = json_array();
    nw_json_put_text(object, "method", nw_gap_method_words[job->method]);
    nw_json_put_text(object, "target", job->target);
    nw_json_put(object, "r", json_integer(job->r));
    put_count(object, "m1", job->m1);
    put_count(object, "m2", job->m2);
    nw_json_put(object, "scale", json_integer(job->scale));
    put_rational(object, job->goal_is_theta ? "theta" : "eps", job->goal);
    nw_json_put_text(object, "activation", nw_activation_words[job->activation]);
    put_count(object, "hidden_layers", job->hidden_layers);
    nw_json_put(object, "output_bias", json_boolean(job->output_bias));
    nw_json_put_text(object, "tasks", job->tasks);
    nw_json_append(k, json_integer((json_int_t)job->k_least));
    nw_json_append(k, json_integer((json_int_t)job->k_most));
    nw_json_put(object, "k", k);
    nw_json_put_text(object, "l1", job->l1);
    nw_json_put_text(object, "l2", job->l2);
    put_count(object, "starts", job->starts);
    put_count(object, "largest_width", job->largest_width);
    put_seed(object, "target_seed", job->target_seed);
    put_seed(object, "seed", job->seed);
    return object;
}

static const char *const OUTCOMES[] = {[NW_PROVED] = "proved", [NW_UNKNOWN] = "unknown"};

static void put_outcome(json_t *object, nw_outcome outcome)
{
    nw_json_put_text(object, "outcome", OUTCOMES[outcome == NW_PROVED ? NW_PROVED : NW_UNKNOWN]);
}

static void put_real(json_t *object, const char *key, double value)
{
    if (isnan(value))
        nw_json_put(object, key, json_null());
    else if (isinf(value))
        nw_json_put_text(object, key, value > 0 ? "inf" : "-inf");
    else
        nw_json_put(object, key, nw_json_double(value));
}

static void put_index(json_t *object, const char *key, size_t index)
{
    nw_json_put(object, key, index == SIZE_MAX ? json_null() : json_integer((json_int_t)index));
}

static json_t *point_to_json(const nw_gap_point *point)
{
    json_t *object = json_object();
    put_count(object, "k", point->k);
    put_count(object, "width", point->width);
    put_count(object, "parameters", point->parameters);
    put_count(object, "connections", point->connections);
    put_real(object, "l1", point->l1);
    put_real(object, "l2", point->l2);
    put_outcome(object, point->outcome);
    put_real(object, "lower", point->lower);
    put_real(object, "upper", point->upper);
    return object;
}

json_t *nw_gap_record_to_json(const nw_gap_record *record)
{
    json_t *object = json_object(), *points = json_array();
    put_outcome(object, record->outcome);
    nw_json_put(object, "reason", record->reason != NULL ? nw_json_string(record->reason) : json_null());
    put_rational(object, "eps", record->eps);
    for (size_t i = 0; i < record->point_count; i++)
        nw_json_append(points, point_to_json(&record->points[i]));
    nw_json_put(object, "points", points);
    put_index(object, "fewest_parameters", record->fewest_parameters);
    put_index(object, "fewest_connections", record->fewest_connections);
    return object;
}

/* ---- reading ---- */

static nw_status refuse(nw_json_place place, const char *key, const char *why, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%.300s: %s%s%s %s", place.file, place.path, place.path[0] != '\0' ? "." : "",
                   key, why);
}

static nw_status get_word(int *found, const char *const *words, json_t *object, const char *key, nw_json_place place,
                          nw_error *error)
{
    const char *text = NULL;
    nw_status status = nw_json_get_text(&text, object, key, place, error);
    if (status != NW_OK)
        return status;
    for (*found = 0; words[*found] != NULL; (*found)++)
        if (strcmp(words[*found], text) == 0)
            return NW_OK;
    return refuse(place, key, "is a word that is not known here", error);
}

static nw_status get_copy(char **copy, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    const char *text = NULL;
    nw_status status = nw_json_get_text(&text, object, key, place, error);
    if (status == NW_OK)
        *copy = nw_copy_text(text);
    return status;
}

static nw_status get_positive(fmpq_t value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    const char *text = NULL;
    nw_status status = nw_json_get_text(&text, object, key, place, error);
    if (status != NW_OK)
        return status;
    if (nw_rational_parse(value, text, NULL) != NW_OK || fmpq_sgn(value) <= 0)
        return refuse(place, key, "is no number > 0", error);
    return NW_OK;
}

/* A number > 0, or "" for none. */
static nw_status get_cap(char **cap, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    fmpq_t value;
    nw_status status = get_copy(cap, object, key, place, error);
    if (status != NW_OK || **cap == '\0')
        return status;
    fmpq_init(value);
    status = get_positive(value, object, key, place, error);
    fmpq_clear(value);
    return status;
}

static nw_status get_count(size_t *count, json_t *object, const char *key, long least, nw_json_place place,
                           nw_error *error)
{
    long value = 0;
    nw_status status = nw_json_get_integer(&value, object, key, least, LARGEST_COUNT, place, error);
    *count = (size_t)value;
    return status;
}

static nw_status get_seed(uint64_t *seed, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    const char *text = NULL;
    unsigned long value = 0;
    nw_status status = nw_json_get_text(&text, object, key, place, error);
    if (status != NW_OK)
        return status;
    if (!nw_seed_read(&value, text))
        return refuse(place, key, "is no seed, an integer from 0 to 2^64 - 1 in quotes", error);
    *seed = value;
    return NW_OK;
}

static nw_status get_range(nw_gap_job *job, json_t *object, nw_json_place place, nw_error *error)
{
    json_t *k = NULL;
    nw_status status = nw_json_get_array(&k, object, "k", place, error);
    if (status != NW_OK)
        return status;
    json_t *least = json_array_get(k, 0), *most = json_array_get(k, 1);
    json_int_t first = json_integer_value(least), last = json_integer_value(most);
    if (json_array_size(k) != 2 || !json_is_integer(least) || !json_is_integer(most) || first < 0 || last < first ||
        last > LARGEST_COUNT)
        return refuse(place, "k", "is no pair of integers, the second not below the first", error);
    job->k_least = (size_t)first;
    job->k_most = (size_t)last;
    return NW_OK;
}

/* Exactly one of the members theta and eps. */
static nw_status get_goal(nw_gap_job *job, json_t *object, nw_json_place place, nw_error *error)
{
    job->goal_is_theta = json_object_get(object, "theta") != NULL;
    if (job->goal_is_theta && json_object_get(object, "eps") != NULL)
        return refuse(place, "eps", "stands beside theta, and one of them is the goal", error);
    return get_positive(job->goal, object, job->goal_is_theta ? "theta" : "eps", place, error);
}

static nw_status read_setting(nw_gap_job *job, json_t *object, nw_json_place place, nw_error *error)
{
    long r = 0;
    nw_status status = get_copy(&job->target, object, "target", place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&r, object, "r", 0, LARGEST_ORDER, place, error);
    job->r = (int)r;
    if (status == NW_OK)
        status = get_count(&job->m1, object, "m1", 1, place, error);
    if (status == NW_OK)
        status = get_count(&job->m2, object, "m2", 0, place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&job->scale, object, "scale", 0, LARGEST_COUNT, place, error);
    if (status == NW_OK)
        status = get_goal(job, object, place, error);
    if (status == NW_OK)
        status = get_copy(&job->tasks, object, "tasks", place, error);
    return status == NW_OK ? get_seed(&job->target_seed, object, "target_seed", place, error) : status;
}

static nw_status read_networks(nw_gap_job *job, json_t *object, nw_json_place place, nw_error *error)
{
    int activation = 0;
    nw_status status = get_word(&activation, nw_activation_words, object, "activation", place, error);
    job->activation = (nw_activation)activation;
    if (status == NW_OK)
        status = get_count(&job->hidden_layers, object, "hidden_layers", 1, place, error);
    if (status == NW_OK)
        status = nw_json_get_bool(&job->output_bias, object, "output_bias", place, error);
    if (status == NW_OK)
        status = get_range(job, object, place, error);
    if (status == NW_OK)
        status = get_cap(&job->l1, object, "l1", place, error);
    return status == NW_OK ? get_cap(&job->l2, object, "l2", place, error) : status;
}

static nw_status read_search(nw_gap_job *job, json_t *object, nw_json_place place, nw_error *error)
{
    int method = 0;
    size_t starts = 0;
    nw_status status = get_word(&method, nw_gap_method_words, object, "method", place, error);
    job->method = (nw_gap_method)method;
    if (status == NW_OK)
        status = get_count(&starts, object, "starts", 0, place, error);
    job->starts = (unsigned)starts;
    if (status == NW_OK)
        status = get_count(&job->largest_width, object, "largest_width", 1, place, error);
    return status == NW_OK ? get_seed(&job->seed, object, "seed", place, error) : status;
}

nw_status nw_gap_job_from_json(nw_gap_job *job, json_t *object, nw_error *error)
{
    static const char *const keys[] = {"method", "target", "r", "m1", "m2", "scale", "theta", "eps", "activation",
                                       "hidden_layers", "output_bias", "tasks", "k", "l1", "l2", "starts",
                                       "largest_width", "target_seed", "seed", NULL};
    const nw_json_place place = {"gap job", ""};
    *job = (nw_gap_job){0};
    fmpq_init(job->goal);
    nw_status status = nw_json_only(object, keys, place, error);
    if (status == NW_OK)
        status = read_setting(job, object, place, error);
    if (status == NW_OK)
        status = read_networks(job, object, place, error);
    if (status == NW_OK)
        status = read_search(job, object, place, error);
    if (status != NW_OK)
        nw_gap_job_clear(job);
    return status;
}

/* ---- reading records ---- */

static nw_status get_outcome(nw_outcome *outcome, json_t *object, nw_json_place place, nw_error *error)
{
    const char *text = NULL;
    nw_status status = nw_json_get_text(&text, object, "outcome", place, error);
    if (status != NW_OK)
        return status;
    *outcome = strcmp(text, OUTCOMES[NW_PROVED]) == 0 ? NW_PROVED : NW_UNKNOWN;
    return *outcome == NW_PROVED || strcmp(text, OUTCOMES[NW_UNKNOWN]) == 0
               ? NW_OK
               : refuse(place, "outcome", "is neither proved nor unknown", error);
}

static nw_status get_real(double *value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    json_t *found = json_object_get(object, key);
    const char *text = json_string_value(found);
    *value = NAN;
    if (json_is_null(found))
        return NW_OK;
    if (text != NULL && (strcmp(text, "inf") == 0 || strcmp(text, "-inf") == 0)) {
        *value = text[0] == '-' ? -INFINITY : INFINITY;
        return NW_OK;
    }
    return nw_json_get_double(value, object, key, place, error);
}

static nw_status read_point(nw_gap_point *point, json_t *object, nw_json_place place, nw_error *error)
{
    static const char *const keys[] = {"k",       "width", "parameters", "connections", "l1", "l2",
                                       "outcome", "lower", "upper",      NULL};
    if (!json_is_object(object))
        return nw_fail(error, NW_BAD_INPUT, "%.300s: %.60s is no object", place.file, place.path);
    nw_status status = nw_json_only(object, keys, place, error);
    if (status == NW_OK)
        status = get_count(&point->k, object, "k", 0, place, error);
    if (status == NW_OK)
        status = get_count(&point->width, object, "width", 0, place, error);
    if (status == NW_OK)
        status = get_count(&point->parameters, object, "parameters", 0, place, error);
    if (status == NW_OK)
        status = get_count(&point->connections, object, "connections", 0, place, error);
    if (status == NW_OK)
        status = get_real(&point->l1, object, "l1", place, error);
    if (status == NW_OK)
        status = get_real(&point->l2, object, "l2", place, error);
    if (status == NW_OK)
        status = get_outcome(&point->outcome, object, place, error);
    if (status == NW_OK)
        status = get_real(&point->lower, object, "lower", place, error);
    return status == NW_OK ? get_real(&point->upper, object, "upper", place, error) : status;
}

static nw_status read_points(nw_gap_record *record, json_t *object, nw_json_place place, nw_error *error)
{
    json_t *points = NULL, *point;
    size_t index;
    nw_status status = nw_json_get_array(&points, object, "points", place, error);
    if (status != NW_OK)
        return status;
    record->points = nw_alloc(json_array_size(points) + 1, sizeof *record->points);
    json_array_foreach(points, index, point)
    {
        char *path = nw_format("points[%zu]", index);
        status = read_point(&record->points[index], point, (nw_json_place){place.file, path}, error);
        free(path);
        if (status != NW_OK)
            return status;
        record->point_count = index + 1;
    }
    return NW_OK;
}

static nw_status get_index(size_t *index, const nw_gap_record *record, json_t *object, const char *key,
                           nw_json_place place, nw_error *error)
{
    size_t found = 0;
    *index = SIZE_MAX;
    if (json_is_null(json_object_get(object, key)))
        return NW_OK;
    nw_status status = get_count(&found, object, key, 0, place, error);
    if (status != NW_OK)
        return status;
    if (found >= record->point_count || record->points[found].outcome != NW_PROVED)
        return refuse(place, key, "is not the number of a proven point", error);
    *index = found;
    return NW_OK;
}

/* What a record says of itself must hold within it: what is called proven lies below eps, and is proven of a point. */
static nw_status check_record(const nw_gap_record *record, nw_json_place place, nw_error *error)
{
    double threshold = nw_rational_below(record->eps); /* a double is <= eps exactly when it is <= this one */
    size_t proven = 0;
    for (size_t i = 0; i < record->point_count; i++) {
        const nw_gap_point *point = &record->points[i];
        if (i > 0 && point->k <= point[-1].k)
            return refuse(place, "points", "are not in the order of rising k", error);
        if (point->outcome != NW_PROVED)
            continue;
        proven++;
        if (!(point->upper <= threshold) || !(point->lower <= point->upper))
            return refuse(place, "points", "hold a proven one whose enclosure does not show error <= eps", error);
    }
    bool proved = record->outcome == NW_PROVED;
    if (proved != (proven > 0) || proved == (record->reason != NULL))
        return refuse(place, "outcome", "does not fit points and reason", error);
    if (proved != (record->fewest_parameters != SIZE_MAX) || proved != (record->fewest_connections != SIZE_MAX))
        return refuse(place, "outcome", "does not fit fewest_parameters and fewest_connections", error);
    return NW_OK;
}

static nw_status read_record(nw_gap_record *record, json_t *object, nw_json_place place, nw_error *error)
{
    static const char *const keys[] = {
        "outcome", "reason", "eps", "points", "fewest_parameters", "fewest_connections", NULL};
    nw_status status = nw_json_only(object, keys, place, error);
    if (status == NW_OK)
        status = get_outcome(&record->outcome, object, place, error);
    if (status == NW_OK && !json_is_null(json_object_get(object, "reason")))
        status = get_copy(&record->reason, object, "reason", place, error);
    if (status == NW_OK)
        status = get_positive(record->eps, object, "eps", place, error);
    if (status == NW_OK)
        status = read_points(record, object, place, error);
    if (status == NW_OK)
        status = get_index(&record->fewest_parameters, record, object, "fewest_parameters", place, error);
    if (status == NW_OK)
        status = get_index(&record->fewest_connections, record, object, "fewest_connections", place, error);
    return status == NW_OK ? check_record(record, place, error) : status;
}

nw_status nw_gap_record_from_json(nw_gap_record *record, json_t *object, nw_error *error)
{
    *record = (nw_gap_record){0};
    fmpq_init(record->eps);
    nw_status status = read_record(record, object, (nw_json_place){"gap record", ""}, error);
    if (status != NW_OK)
        nw_gap_record_clear(record);
    return status;
}
