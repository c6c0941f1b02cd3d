#include "study/width_file.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_read.h"
#include "base/memory.h"
#include "rational.h"
#include "target/target.h"

enum { RESAMPLES = 2000, LARGEST_COUNT = 1 << 24 };
static const double LEVEL = 0.95;

/* ---- reading ---- */

static int compare_settings(const nw_width_group *a, const nw_width_group *b)
{
    int order = strcmp(a->family, b->family);
    if (order == 0)
        order = (a->activation > b->activation) - (a->activation < b->activation);
    if (order == 0)
        order = (a->hidden_layers > b->hidden_layers) - (a->hidden_layers < b->hidden_layers);
    if (order == 0)
        order = (int)a->output_bias - (int)b->output_bias;
    if (order == 0)
        order = (a->inputs > b->inputs) - (a->inputs < b->inputs);
    return order != 0 ? order : (a->r > b->r) - (a->r < b->r);
}

static int compare(const void *first, const void *second)
{
    const nw_width_group *a = first, *b = second;
    int order = compare_settings(a, b);
    if (order == 0)
        order = (a->scale > b->scale) - (a->scale < b->scale);
    return order != 0 ? order : -fmpq_cmp(a->eps, b->eps); /* 1/eps rises */
}

static nw_status read_eps(fmpq_t eps, json_t *object, nw_json_place place, nw_error *error)
{
    const char *text;
    nw_error problem;
    nw_status status = nw_json_get_text(&text, object, "eps", place, error);
    if (status != NW_OK)
        return status;
    if (nw_rational_parse(eps, text, &problem) != NW_OK || fmpq_sgn(eps) <= 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %s.eps is no number > 0", place.file, place.path);
    return NW_OK;
}

static nw_status read_target(nw_width_group *group, json_t *object, nw_json_place place, nw_error *error)
{
    const char *word;
    nw_target *target;
    nw_error problem;
    nw_status status = nw_json_get_text(&word, object, "target", place, error);
    if (status != NW_OK)
        return status;
    if (nw_target_parse(&target, word, &problem) != NW_OK)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %s.target: %s", place.file, place.path, problem.message);
    group->family = nw_copy_text(nw_target_family(target));
    group->r = nw_target_order(target);
    group->inputs = nw_target_inputs(target);
    group->scale = nw_target_scale(target);
    nw_target_free(target);
    return NW_OK;
}

static nw_status read_network_kind(nw_width_group *group, json_t *object, nw_json_place place, nw_error *error)
{
    const char *word;
    nw_status status = nw_json_get_text(&word, object, "activation", place, error);
    if (status != NW_OK)
        return status;
    group->activation = nw_activation_find(word);
    if (group->activation == NW_ACTIVATION_COUNT)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %s.activation: there is no activation '%.40s'", place.file,
                       place.path, word);
    status = nw_json_get_integer(&group->hidden_layers, object, "hidden_layers", 1, 64, place, error);
    return status == NW_OK ? nw_json_get_bool(&group->output_bias, object, "output_bias", place, error) : status;
}

/* The widths of a result that was proven; others count as targets only. */
static nw_status read_found(nw_width_group *group, json_t *object, nw_json_place place, nw_error *error)
{
    const char *outcome;
    long width, parameters, again;
    nw_status status = nw_json_get_text(&outcome, object, "outcome", place, error);
    group->targets = 1;
    if (status != NW_OK || strcmp(outcome, "proved") != 0)
        return status;
    status = nw_json_get_integer(&width, object, "width", 1, LARGEST_COUNT, place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&parameters, object, "parameters", 1, LARGEST_COUNT, place, error);
    if (status == NW_OK && json_object_get(object, "width_again") != NULL) {
        status = nw_json_get_integer(&again, object, "width_again", 1, LARGEST_COUNT, place, error);
        group->rechecked = 1;
        group->moved = status == NW_OK && again != width;
    }
    if (status != NW_OK)
        return status;
    group->found = 1;
    group->widths = nw_alloc(1, sizeof *group->widths);
    group->parameters = nw_alloc(1, sizeof *group->parameters);
    group->widths[0] = (double)width;
    group->parameters[0] = (double)parameters;
    return NW_OK;
}

static void clear_group(nw_width_group *group)
{
    free(group->family);
    free(group->widths);
    free(group->parameters);
    fmpq_clear(group->eps);
}

static nw_status read_result(nw_width_group *group, json_t *object, nw_json_place place, nw_error *error)
{
    nw_status status = read_eps(group->eps, object, place, error);
    if (status == NW_OK)
        status = read_target(group, object, place, error);
    if (status == NW_OK)
        status = read_network_kind(group, object, place, error);
    return status == NW_OK ? read_found(group, object, place, error) : status;
}

static void append(double **values, size_t count, const double *more, size_t added)
{
    *values = nw_grow(*values, count + added, sizeof **values);
    if (added > 0)
        memcpy(*values + count, more, added * sizeof *more);
}

/* Joins neighbours of equal setting; the groups are sorted. */
static void join(nw_width_groups *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        nw_width_group *next = &all->groups[i], *last = kept > 0 ? &all->groups[kept - 1] : NULL;
        if (last == NULL || compare(last, next) != 0) {
            all->groups[kept++] = *next;
            continue;
        }
        append(&last->widths, last->found, next->widths, next->found);
        append(&last->parameters, last->found, next->parameters, next->found);
        last->found += next->found;
        last->targets += next->targets;
        last->rechecked += next->rechecked;
        last->moved += next->moved;
        clear_group(next);
    }
    all->count = kept;
    for (size_t i = 0; i < kept; i++) {
        gsl_sort(all->groups[i].widths, 1, all->groups[i].found);
        gsl_sort(all->groups[i].parameters, 1, all->groups[i].found);
    }
}

nw_status nw_width_groups_read(nw_width_groups *all, const char *file, nw_error *error)
{
    json_t *document, *results = NULL, *object;
    size_t index;
    nw_status status = nw_json_load(&document, file, error);
    if (status != NW_OK)
        return status;
    status = nw_json_get_array(&results, document, "results", (nw_json_place){file, ""}, error);
    size_t more = status == NW_OK ? json_array_size(results) : 0;
    all->groups = nw_grow(all->groups, all->count + more, sizeof *all->groups);
    json_array_foreach(results, index, object)
    {
        nw_width_group *group = &all->groups[all->count];
        char *path = nw_format("results[%zu]", index);
        *group = (nw_width_group){0};
        fmpq_init(group->eps);
        if (status == NW_OK)
            status = read_result(group, object, (nw_json_place){file, path}, error);
        if (status == NW_OK)
            all->count++;
        else
            clear_group(group);
        free(path);
        if (status != NW_OK)
            break;
    }
    json_decref(document);
    qsort(all->groups, all->count, sizeof *all->groups, compare);
    join(all);
    return status;
}

void nw_width_groups_clear(nw_width_groups *all)
{
    for (size_t i = 0; i < all->count; i++)
        clear_group(&all->groups[i]);
    free(all->groups);
    *all = (nw_width_groups){0};
}

/* ---- series ---- */

size_t nw_width_series_length(const nw_width_groups *all, size_t first)
{
    size_t length = 1;
    while (first + length < all->count && compare_settings(&all->groups[first], &all->groups[first + length]) == 0)
        length++;
    return length;
}

void nw_width_series_slope(nw_slope *parameters, nw_slope *widths, const nw_width_groups *all, size_t first,
                           size_t length)
{
    nw_group *by_parameters = nw_alloc(length, sizeof *by_parameters), *by_widths = nw_alloc(length, sizeof *by_widths);
    size_t count = 0;
    for (size_t i = first; i < first + length; i++) {
        const nw_width_group *group = &all->groups[i];
        if (group->found == 0)
            continue;
        double eps = fmpq_get_d(group->eps);
        by_parameters[count] = (nw_group){.eps = eps, .count = group->found, .values = group->parameters};
        by_widths[count++] = (nw_group){.eps = eps, .count = group->found, .values = group->widths};
    }
    nw_slope_estimate(parameters, by_parameters, count, RESAMPLES, LEVEL, 1);
    nw_slope_estimate(widths, by_widths, count, RESAMPLES, LEVEL, 1);
    free(by_parameters);
    free(by_widths);
}

double nw_width_median(const double *rising, size_t count)
{
    return count > 0 ? gsl_stats_median_from_sorted_data(rising, 1, count) : NAN;
}
