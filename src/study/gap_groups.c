#include "study/gap_groups.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "rational.h"
#include "target/target.h"

enum { RESAMPLES = 2000 };
static const double LEVEL = 0.95;

/* ---- what a group is ---- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* The word without what the job says beside it (r, n, m1, m2, M) and without seeds: what all targets of a group share.
 * Formulas have commas of their own and stay as they are. */
static char *family_of(const char *word)
{
    static const char *const dropped[] = {"r=", "n=", "m1=", "m2=", "M=", "seed=", "signs=seed:"};
    size_t name = strcspn(word, ":");
    nw_text family = {0};
    if (begins(word, "expr:"))
        return nw_copy_text(word);
    nw_text_add_bytes(&family, word, name);
    const char *at = word[name] == ':' ? word + name + 1 : word + name;
    for (char before = ':'; *at != '\0';) {
        size_t length = strcspn(at, ",");
        bool drop = length == 0;
        for (size_t i = 0; i < sizeof dropped / sizeof dropped[0]; i++)
            drop = drop || begins(at, dropped[i]);
        if (!drop) {
            nw_text_add_char(&family, before);
            nw_text_add_bytes(&family, at, length);
            before = ',';
        }
        at += length;
        at += *at == ',';
    }
    return nw_text_take(&family);
}

/* The exact error to reach. */
static nw_status eps_of(fmpq_t eps, const nw_gap_row *row, nw_error *error)
{
    const nw_gap_job *job = &row->job;
    if (row->done && fmpq_sgn(row->record.eps) > 0) {
        fmpq_set(eps, row->record.eps);
        return NW_OK;
    }
    fmpq_set(eps, job->goal);
    if (fmpq_sgn(eps) <= 0)
        return nw_fail(error, NW_BAD_INPUT, "gap study: the job of target %.200s says no eps > 0", job->target);
    if (!job->goal_is_theta)
        return NW_OK;
    nw_target *target;
    nw_error problem;
    if (nw_target_parse(&target, job->target, &problem) != NW_OK)
        return nw_fail(error, NW_BAD_INPUT, "gap study: %.900s", problem.message);
    nw_target_fraction(eps, target, eps);
    nw_target_free(target);
    return NW_OK;
}

static int by_size(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_theta(const nw_gap_job *a, const nw_gap_job *b)
{
    if (a->goal_is_theta != b->goal_is_theta)
        return a->goal_is_theta ? -1 : 1;
    return a->goal_is_theta ? fmpq_cmp(a->goal, b->goal) : 0;
}

static int compare_settings(const nw_gap_group *first, const nw_gap_group *second)
{
    const nw_gap_job *a = first->job, *b = second->job;
    int order = strcmp(first->family, second->family);
    order = order != 0 ? order : (a->r > b->r) - (a->r < b->r);
    order = order != 0 ? order : by_size(a->m1, b->m1);
    order = order != 0 ? order : by_size(a->m2, b->m2);
    order = order != 0 ? order : (a->activation > b->activation) - (a->activation < b->activation);
    order = order != 0 ? order : by_size(a->hidden_layers, b->hidden_layers);
    order = order != 0 ? order : (int)a->output_bias - (int)b->output_bias;
    order = order != 0 ? order : strcmp(a->tasks, b->tasks);
    return order != 0 ? order : by_theta(a, b);
}

/* Methods, and for the embeddings that are searched what they were allowed. */
static int compare_series(const nw_gap_group *first, const nw_gap_group *second)
{
    const nw_gap_job *a = first->job, *b = second->job;
    int order = compare_settings(first, second);
    order = order != 0 ? order : (a->method > b->method) - (a->method < b->method);
    if (order == 0 && (a->method == NW_GAP_Q_FREE || a->method == NW_GAP_Q_BOUNDED)) {
        order = by_size(a->k_least, b->k_least);
        order = order != 0 ? order : by_size(a->k_most, b->k_most);
    }
    if (order == 0 && a->method == NW_GAP_Q_BOUNDED) {
        order = strcmp(a->l1, b->l1);
        order = order != 0 ? order : strcmp(a->l2, b->l2);
    }
    return order;
}

static int compare(const void *first, const void *second)
{
    const nw_gap_group *a = first, *b = second;
    int order = compare_series(a, b);
    order = order != 0 ? order : (a->job->scale > b->job->scale) - (a->job->scale < b->job->scale);
    return order != 0 ? order : -fmpq_cmp(a->eps, b->eps);
}

/* ---- making groups ---- */

/* Each row with the group of one it would be. */
typedef struct placed {
    nw_gap_group group;
    const nw_gap_row *row;
} placed;

static int compare_placed(const void *first, const void *second)
{
    const placed *a = first, *b = second;
    int order = compare(&a->group, &b->group);
    if (order == 0)
        order =
            (a->row->job.target_seed > b->row->job.target_seed) - (a->row->job.target_seed < b->row->job.target_seed);
    return order;
}

static const nw_gap_point *best_point(const nw_gap_record *record, size_t index)
{
    return record->outcome == NW_PROVED && index < record->point_count && record->points[index].outcome == NW_PROVED
               ? &record->points[index]
               : NULL;
}

/* Joins what a row found to what is known of its target; false when it found nothing. */
static bool take(nw_gap_best *best, bool known, const nw_gap_row *row)
{
    const nw_gap_point *dense = best_point(&row->record, row->record.fewest_parameters);
    const nw_gap_point *sparse = best_point(&row->record, row->record.fewest_connections);
    if (!row->done || dense == NULL)
        return false;
    sparse = sparse != NULL ? sparse : dense;
    if (!known)
        *best = (nw_gap_best){.seed = row->job.target_seed, .parameters = SIZE_MAX, .connections = SIZE_MAX};
    if (dense->parameters < best->parameters) {
        best->parameters = dense->parameters;
        best->k = dense->k;
        best->width = dense->width;
        best->lipschitz = row->job.method == NW_GAP_G ? NAN : dense->l1 * dense->l2;
    }
    best->connections = sparse->connections < best->connections ? sparse->connections : best->connections;
    return true;
}

static bool same_target(const placed *a, const placed *b)
{
    return compare(&a->group, &b->group) == 0 && a->row->job.target_seed == b->row->job.target_seed;
}

/* The rows of one target, `count` of them from list on. */
static void add_target(nw_gap_group *group, const placed *list, size_t count)
{
    nw_gap_best best = {0};
    bool done = false, found = false;
    for (size_t i = 0; i < count; i++) {
        done = done || list[i].row->done;
        found = take(&best, found, list[i].row) || found;
    }
    group->targets++;
    group->done += done;
    if (!found)
        return;
    group->best = nw_grow(group->best, group->found + 1, sizeof *group->best);
    group->best[group->found++] = best;
}

static void join(nw_gap_groups *all, placed *list, size_t count)
{
    nw_gap_group *group = NULL;
    all->groups = nw_alloc(count, sizeof *all->groups);
    for (size_t i = 0, length; i < count; i += length) {
        for (length = 1; i + length < count && same_target(&list[i], &list[i + length]);)
            length++;
        if (group == NULL || compare(group, &list[i].group) != 0) {
            group = &all->groups[all->count++];
            *group = (nw_gap_group){.job = list[i].group.job, .family = nw_copy_text(list[i].group.family)};
            fmpq_init(group->eps);
            fmpq_set(group->eps, list[i].group.eps);
        }
        add_target(group, &list[i], length);
    }
}

nw_status nw_gap_groups_make(nw_gap_groups *all, const nw_gap_rows *rows, nw_error *error)
{
    *all = (nw_gap_groups){.jobs = rows->count};
    placed *list = nw_alloc(rows->count, sizeof *list);
    nw_status status = NW_OK;
    size_t count = 0;
    while (status == NW_OK && count < rows->count) {
        const nw_gap_row *row = &rows->rows[count];
        list[count] = (placed){.group = {.job = &row->job, .family = family_of(row->job.target)}, .row = row};
        fmpq_init(list[count].group.eps);
        status = eps_of(list[count].group.eps, row, error);
        all->jobs_done += row->done;
        all->jobs_proved += row->done && best_point(&row->record, row->record.fewest_parameters) != NULL;
        count++;
    }
    if (status == NW_OK && count > 0) {
        qsort(list, count, sizeof *list, compare_placed);
        join(all, list, count);
    }
    for (size_t i = 0; i < count; i++) {
        free(list[i].group.family);
        fmpq_clear(list[i].group.eps);
    }
    free(list);
    return status;
}

void nw_gap_groups_clear(nw_gap_groups *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->groups[i].family);
        free(all->groups[i].best);
        fmpq_clear(all->groups[i].eps);
    }
    free(all->groups);
    *all = (nw_gap_groups){0};
}

size_t nw_gap_setting_length(const nw_gap_groups *all, size_t first)
{
    size_t length = 1;
    while (first + length < all->count && compare_settings(&all->groups[first], &all->groups[first + length]) == 0)
        length++;
    return length;
}

size_t nw_gap_series_length(const nw_gap_groups *all, size_t first)
{
    size_t length = 1;
    while (first + length < all->count && compare_series(&all->groups[first], &all->groups[first + length]) == 0)
        length++;
    return length;
}

/* ---- numbers ---- */

static double number_of(const nw_gap_best *best, nw_gap_count which)
{
    switch (which) {
    case NW_GAP_CONNECTIONS:
        return (double)best->connections;
    case NW_GAP_K:
        return (double)best->k;
    case NW_GAP_WIDTH:
        return (double)best->width;
    case NW_GAP_LIPSCHITZ:
        return best->lipschitz;
    case NW_GAP_DENSE:
        break;
    }
    return (double)best->parameters;
}

/* Sorts the values. */
static nw_gap_spread spread_of(double *values, size_t count)
{
    nw_gap_spread spread = {.count = count, .least = NAN, .lower = NAN, .median = NAN, .upper = NAN, .most = NAN};
    if (count == 0)
        return spread;
    gsl_sort(values, 1, count);
    spread.least = values[0];
    spread.lower = gsl_stats_quantile_from_sorted_data(values, 1, count, 0.25);
    spread.median = gsl_stats_median_from_sorted_data(values, 1, count);
    spread.upper = gsl_stats_quantile_from_sorted_data(values, 1, count, 0.75);
    spread.most = values[count - 1];
    return spread;
}

nw_gap_spread nw_gap_group_spread(const nw_gap_group *group, nw_gap_count which)
{
    double *values = nw_alloc(group->found, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < group->found; i++) {
        double value = number_of(&group->best[i], which);
        if (!isnan(value))
            values[count++] = value;
    }
    nw_gap_spread spread = spread_of(values, count);
    free(values);
    return spread;
}

nw_gap_spread nw_gap_ratio(const nw_gap_group *q, const nw_gap_group *g, nw_gap_count which)
{
    double *values = nw_alloc(q->found, sizeof *values);
    size_t count = 0, j = 0;
    for (size_t i = 0; i < q->found; i++) {
        while (j < g->found && g->best[j].seed < q->best[i].seed)
            j++;
        if (j < g->found && g->best[j].seed == q->best[i].seed)
            values[count++] = number_of(&q->best[i], which) / number_of(&g->best[j], which);
    }
    nw_gap_spread spread = spread_of(values, count);
    free(values);
    return spread;
}

const nw_gap_group *nw_gap_partner(const nw_gap_groups *all, const nw_gap_group *q)
{
    if (q->job->method == NW_GAP_G)
        return NULL;
    for (size_t i = 0; i < all->count; i++) {
        const nw_gap_group *g = &all->groups[i];
        if (g->job->method == NW_GAP_G && compare_settings(g, q) == 0 && g->job->scale == q->job->scale &&
            fmpq_equal(g->eps, q->eps))
            return g;
    }
    return NULL;
}

nw_slope nw_gap_slope(const nw_gap_groups *all, size_t first, size_t length, nw_gap_count which)
{
    nw_slope slope;
    nw_group *points = nw_alloc(length, sizeof *points);
    double **values = nw_alloc(length, sizeof *values);
    size_t count = 0;
    for (size_t i = first; i < first + length; i++) {
        const nw_gap_group *group = &all->groups[i];
        if (group->found == 0)
            continue;
        values[count] = nw_alloc(group->found, sizeof **values);
        for (size_t t = 0; t < group->found; t++)
            values[count][t] = number_of(&group->best[t], which);
        points[count] = (nw_group){.eps = fmpq_get_d(group->eps), .count = group->found, .values = values[count]};
        count++;
    }
    nw_slope_estimate(&slope, points, count, RESAMPLES, LEVEL, 1);
    for (size_t i = 0; i < count; i++)
        free(values[i]);
    free(values);
    free(points);
    return slope;
}
