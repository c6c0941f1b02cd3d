#include "report/gap_headline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/bound_parts.h"
#include "report/gap_notes.h"
#include "report/gap_parts.h"
#include "report/width_table.h"

enum { SHOWN = 10, FEW = 3 };

typedef struct gap_page {
    nw_table *table;
    const nw_gap_groups *groups;
    const nw_gap_bounds *bounds;
    long digits;
} gap_page;

static const nw_gap_group *group_at(const gap_page *page, size_t i)
{
    return &page->groups->groups[i];
}

static bool is_g(const gap_page *page, size_t i)
{
    return group_at(page, i)->job->method == NW_GAP_G;
}

static const nw_result *bound_at(const gap_page *page, const nw_gap_group *group, nw_gap_bound bound)
{
    return group != NULL ? page->bounds->results[group - page->groups->groups][bound] : NULL;
}

static void add_number(nw_text *text, double value, long digits)
{
    char *number = nw_gap_number_text(value, digits);
    nw_text_add(text, number);
    free(number);
}

/* "M = 8", or "eps = 0.01" of targets without a scale. */
static void add_place(nw_text *text, const nw_gap_group *group)
{
    if (group->job->scale > 0) {
        nw_text_addf(text, "M = %ld", group->job->scale);
        return;
    }
    nw_text_add(text, "eps = ");
    add_number(text, fmpq_get_d(group->eps), FEW);
}

/* ---- the table ---- */

enum { SETTING_COLUMNS = 2 };

static void add_columns(nw_table *table)
{
    nw_table_column(table, NW_COLUMN_TEXT, "setting", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "method", "q", "$q$");
    nw_table_column(table, NW_COLUMN_INTEGER, "M", NULL, "$M$");
    nw_table_column(table, NW_COLUMN_NUMBER, "eps", NULL, "$\\varepsilon$");
    nw_table_column(table, NW_COLUMN_TEXT, "certified", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "N_g", NULL, "$N_g$");
    nw_table_column(table, NW_COLUMN_NUMBER, "N_q", "N_q dense", "$N_q$ dense");
    nw_table_column(table, NW_COLUMN_NUMBER, "N_q_connections", "N_q conn.", "$N_q$ conn.");
    nw_table_column(table, NW_COLUMN_NUMBER, "ratio", "N_q/N_g", "$N_q/N_g$");
    nw_table_column(table, NW_COLUMN_NUMBER, "g_thm1_alpha3", "N_g >= (Thm 1)", "$N_g \\geq$ (Thm.~1)");
    nw_table_column(table, NW_COLUMN_NUMBER, "g_thm4", "N_g <= (Thm 4)", "$N_g \\leq$ (Thm.~4)");
    nw_table_column(table, NW_COLUMN_NUMBER, "q_thm2_counting", "N_q >= (Thm 2c)", "$N_q \\geq$ (Thm.~2c)");
    nw_table_column(table, NW_COLUMN_NUMBER, "q_thm3_counting", "N_q >= (Thm 3c)", "$N_q \\geq$ (Thm.~3c)");
}

/* Of the two forms of Theorem 4 the smaller number. */
static nw_gap_bound better_theorem4(const gap_page *page, const nw_gap_group *g)
{
    double paper = nw_gap_bound_number(bound_at(page, g, NW_GAP_THM4));
    double built = nw_gap_bound_number(bound_at(page, g, NW_GAP_THM4_BUILT));
    return built < paper || (isnan(paper) && !isnan(built)) ? NW_GAP_THM4_BUILT : NW_GAP_THM4;
}

static void bound_cell(const gap_page *page, const nw_gap_group *group, nw_gap_bound bound)
{
    const nw_result *result = bound_at(page, group, bound);
    if (result == NULL)
        nw_table_blank(page->table);
    else
        nw_result_cell(page->table, nw_gap_bound_card(bound), result, page->digits);
}

/* "all", or "g 4 of 5; q 3 of 5, 2 unfinished". */
static char *certified_text(const nw_gap_group *g, const nw_gap_group *q)
{
    bool all = (g == NULL || g->found == g->targets) && (q == NULL || q->found == q->targets);
    if (all)
        return nw_copy_text("all");
    char *of_g = g != NULL ? nw_gap_targets_text(g) : NULL, *of_q = q != NULL ? nw_gap_targets_text(q) : NULL;
    char *text = nw_format("%s%s%s%s%s", g != NULL ? "g " : "", g != NULL ? of_g : "",
                           g != NULL && q != NULL ? "; " : "", q != NULL ? "q " : "", q != NULL ? of_q : "");
    free(of_g);
    free(of_q);
    return text;
}

static double median_of(const nw_gap_group *group, nw_gap_count which)
{
    return group != NULL ? nw_gap_group_spread(group, which).median : NAN;
}

static double ratio_of(const nw_gap_group *q, const nw_gap_group *g, nw_gap_count which)
{
    return q != NULL && g != NULL ? nw_gap_ratio(q, g, which).median : NAN;
}

static void add_row(const gap_page *page, const nw_gap_group *g, const nw_gap_group *q)
{
    const nw_gap_group *group = q != NULL ? q : g;
    nw_table *table = page->table;
    nw_gap_text_cell(table, nw_gap_setting_text(group));
    nw_gap_text_cell(table, q != NULL ? nw_gap_method_text(q->job) : nw_copy_text(""));
    if (group->job->scale > 0)
        nw_table_count(table, (size_t)group->job->scale);
    else
        nw_table_blank(table);
    nw_gap_eps_cell(table, group);
    nw_gap_text_cell(table, certified_text(g, q));
    nw_gap_number_cell(table, median_of(g, NW_GAP_DENSE), SHOWN);
    nw_gap_number_cell(table, median_of(q, NW_GAP_DENSE), SHOWN);
    nw_gap_number_cell(table, median_of(q, NW_GAP_CONNECTIONS), SHOWN);
    nw_gap_number_cell(table, ratio_of(q, g, NW_GAP_DENSE), FEW);
    bound_cell(page, g, NW_GAP_THM1_3);
    bound_cell(page, g, better_theorem4(page, g));
    bound_cell(page, q, NW_GAP_THM2_COUNTING);
    bound_cell(page, q, NW_GAP_THM3_COUNTING);
}

static bool has_q(const gap_page *page, size_t first, size_t length)
{
    for (size_t i = first; i < first + length; i++)
        if (!is_g(page, i))
            return true;
    return false;
}

static void add_rows(const gap_page *page, size_t first, size_t length)
{
    bool q = has_q(page, first, length);
    for (size_t i = first; i < first + length; i++) {
        const nw_gap_group *group = group_at(page, i);
        if (!is_g(page, i))
            add_row(page, nw_gap_partner(page->groups, group), group);
        else if (!q)
            add_row(page, group, NULL);
    }
}

/* ---- what was proven ---- */

/* The largest value of a bound over the groups it applies to, and where.  A bound of an empty class says nothing. */
static const nw_gap_group *largest(double *value, const gap_page *page, nw_gap_bound bound)
{
    const nw_gap_group *where = NULL;
    *value = NAN;
    for (size_t i = 0; i < page->groups->count; i++) {
        const nw_result *result = page->bounds->results[i][bound];
        double number = result != NULL && result->feasible == 0 ? NAN : nw_gap_bound_number(result);
        if (!isnan(number) && (where == NULL || number > *value)) {
            where = group_at(page, i);
            *value = number;
        }
    }
    return where;
}

static void add_at(nw_text *text, const nw_gap_group *group)
{
    char *method = nw_gap_method_text(group->job);
    nw_text_addf(text, " (%s, r = %d, m1 = %zu, m2 = %zu, ", method, group->job->r, group->job->m1, group->job->m2);
    free(method);
    add_place(text, group);
    if (group->job->scale > 0) {
        nw_text_add(text, ", eps = ");
        add_number(text, fmpq_get_d(group->eps), FEW);
    }
    nw_text_add(text, ")");
}

static void paragraph_proven(const gap_page *page)
{
    const nw_gap_groups *groups = page->groups;
    nw_text text = {0};
    double q2, q3, separation;
    nw_text_addf(
        &text,
        "Proven: in %zu of %zu jobs a network was found whose error is at most eps for every task, by certified "
        "enclosures. Each N is the size of such a network, an upper bound of what its target needs; that nothing "
        "smaller would do is not proven.",
        groups->jobs_proved, groups->jobs);
    const nw_gap_group *at2 = largest(&q2, page, NW_GAP_THM2_COUNTING), *at3 = largest(&q3, page, NW_GAP_THM3_COUNTING);
    bool third = at2 == NULL || q3 > q2;
    const nw_gap_group *at = third ? at3 : at2;
    if (at != NULL) {
        nw_text_addf(&text, " Some target of the class forces N_q >= ");
        add_number(&text, third ? q3 : q2, SHOWN);
        nw_text_addf(&text, ", dense, by counting, without the paper's assumptions (Theorem %d)", third ? 3 : 2);
        add_at(&text, at);
        if (!third)
            nw_text_addf(&text, " with k <= %zu and", nw_gap_bound_k(at));
        else
            nw_text_add(&text, " with any k and");
        double lipschitz =
            nw_gap_bound_lipschitz(bound_at(page, at, third ? NW_GAP_THM3_COUNTING : NW_GAP_THM2_COUNTING), at->job);
        nw_text_add(&text, " l1*l2 <= ");
        add_number(&text, lipschitz, FEW);
        nw_text_add(&text, ", the most here");
        double built = nw_gap_bound_number(bound_at(page, nw_gap_partner(page->groups, at), NW_GAP_THM4_BUILT));
        if (!isnan(built)) {
            nw_text_addf(&text, "; N_g <= ");
            add_number(&text, built, SHOWN);
            nw_text_add(&text, " connections are enough for every target there (Theorem 4, constructive form)");
        }
        nw_text_add_char(&text, '.');
    }
    const nw_gap_group *ratio_at = largest(&separation, page, NW_GAP_SEPARATION);
    if (separation > 1) {
        nw_text_add(&text, nw_gap_bound_assumes(bound_at(page, ratio_at, NW_GAP_SEPARATION))
                               ? " Under the paper's Assumptions 1 and 2 the bounds give N_q/N_g >= "
                               : " The bounds prove N_q/N_g >= ");
        add_number(&text, separation, FEW);
        add_at(&text, ratio_at);
        nw_text_add_char(&text, '.');
    } else if (has_q(page, 0, groups->count)) {
        nw_text_add(&text,
                    " The bounds prove a ratio N_q/N_g above 1 at none of these eps: the gap on this page is measured, "
                    "not proven.");
    }
    nw_table_note(page->table, nw_text_string(&text));
    nw_text_clear(&text);
}

/* ---- what was measured ---- */

/* The first and the last group of a series of q for which N_q/N_g is known; NULL without. */
typedef struct series_ends {
    const nw_gap_group *first, *last;
} series_ends;

static series_ends ends_of(const gap_page *page, size_t first, size_t length)
{
    series_ends found = {NULL, NULL};
    for (size_t i = first; i < first + length; i++) {
        const nw_gap_group *q = group_at(page, i), *g = nw_gap_partner(page->groups, q);
        if (isnan(ratio_of(q, g, NW_GAP_DENSE)))
            continue;
        found.first = found.first != NULL ? found.first : q;
        found.last = q;
    }
    return found;
}

static void add_from_to(nw_text *text, const char *name, double from, double to, long digits)
{
    nw_text_addf(text, "%s from ", name);
    add_number(text, from, digits);
    nw_text_add(text, " to ");
    add_number(text, to, digits);
}

static void add_sizes(nw_text *text, const gap_page *page, const series_ends *ends)
{
    const nw_gap_group *g1 = nw_gap_partner(page->groups, ends->first), *g2 = nw_gap_partner(page->groups, ends->last);
    if (ends->first == ends->last) {
        nw_text_add(text, " at ");
        add_place(text, ends->first);
        nw_text_add(text, " the median N_g is ");
        add_number(text, median_of(g1, NW_GAP_DENSE), SHOWN);
        nw_text_add(text, ", N_q ");
        add_number(text, median_of(ends->first, NW_GAP_DENSE), SHOWN);
        nw_text_add(text, ", by connections ");
        add_number(text, median_of(ends->first, NW_GAP_CONNECTIONS), SHOWN);
        nw_text_add(text, ", N_q/N_g ");
        add_number(text, ratio_of(ends->first, g1, NW_GAP_DENSE), FEW);
        return;
    }
    nw_text_add(text, " from ");
    add_place(text, ends->first);
    nw_text_add(text, " to ");
    add_place(text, ends->last);
    add_from_to(text, " the median N_g goes", median_of(g1, NW_GAP_DENSE), median_of(g2, NW_GAP_DENSE), SHOWN);
    add_from_to(text, ", N_q", median_of(ends->first, NW_GAP_DENSE), median_of(ends->last, NW_GAP_DENSE), SHOWN);
    add_from_to(text, " (by connections", median_of(ends->first, NW_GAP_CONNECTIONS),
                median_of(ends->last, NW_GAP_CONNECTIONS), SHOWN);
    add_from_to(text, ") and N_q/N_g", ratio_of(ends->first, g1, NW_GAP_DENSE), ratio_of(ends->last, g2, NW_GAP_DENSE),
                FEW);
}

/* The series of g that belongs to a series of q: its first group, and *length; SIZE_MAX without. */
static size_t series_of_g(size_t *length, const gap_page *page, size_t first)
{
    for (size_t i = 0; i < page->groups->count; i += *length) {
        *length = nw_gap_series_length(page->groups, i);
        for (size_t j = i; j < i + *length; j++)
            if (nw_gap_partner(page->groups, group_at(page, first)) == group_at(page, j))
                return i;
    }
    return SIZE_MAX;
}

/* Drawing again from one target shows nothing of how targets differ. */
static bool has_single_target(const gap_page *page, size_t first, size_t length)
{
    for (size_t i = first; i < first + length; i++)
        if (group_at(page, i)->found == 1)
            return true;
    return false;
}

static void add_slopes(nw_text *text, const gap_page *page, size_t first, size_t length)
{
    size_t g_length, g = series_of_g(&g_length, page, first);
    nw_slope of_q = nw_gap_slope(page->groups, first, length, NW_GAP_DENSE);
    nw_slope sparse = nw_gap_slope(page->groups, first, length, NW_GAP_CONNECTIONS);
    if (g == SIZE_MAX || !isfinite(of_q.slope))
        return;
    nw_slope of_g = nw_gap_slope(page->groups, g, g_length, NW_GAP_DENSE);
    char *q_text = nw_slope_text(&of_q), *g_text = nw_slope_text(&of_g), *sparse_text = nw_slope_text(&sparse);
    bool single = has_single_target(page, first, length) || has_single_target(page, g, g_length);
    const char *apart = single                    ? "the intervals say little, with a single target at some eps"
                        : of_q.lower > of_g.upper ? "the intervals do not overlap, q grows faster"
                        : of_q.upper < of_g.lower ? "the intervals do not overlap, g grows faster"
                                                  : "the intervals overlap";
    nw_text_addf(
        text,
        " Against log 1/eps, log N_q has slope %s (by connections %s), log N_g %s (estimates, 95 %% bootstrap): %s.",
        q_text, sparse_text, g_text, apart);
    free(q_text);
    free(g_text);
    free(sparse_text);
}

static void paragraph_measured(const gap_page *page, size_t first, size_t length)
{
    bool any = false;
    nw_text text = {0};
    char *setting = nw_gap_setting_text(group_at(page, first));
    nw_text_addf(&text, "Measured (%s):", setting);
    free(setting);
    for (size_t i = first, series; i < first + length; i += series) {
        series = nw_gap_series_length(page->groups, i);
        if (is_g(page, i))
            continue;
        char *method = nw_gap_method_text(group_at(page, i)->job);
        series_ends ends = ends_of(page, i, series);
        nw_text_addf(&text, "%s with %s,", any ? " And" : "", method);
        any = true;
        free(method);
        if (ends.first == NULL) {
            nw_text_add(&text, " no target has both N_q and N_g yet.");
            continue;
        }
        add_sizes(&text, page, &ends);
        if (ends.first != ends.last)
            nw_text_add(&text, nw_gap_ratio_rises(page->groups, i, series) ? ", higher at every step."
                                                                           : ", not higher at every step.");
        else
            nw_text_add_char(&text, '.');
        add_slopes(&text, page, i, series);
    }
    if (!any)
        nw_text_add(&text, " N_g alone; the study has no method of q here.");
    const nw_gap_job *job = group_at(page, first)->job;
    nw_text_addf(&text, " The theory's exponents: m1/r = %.3g for N_g", nw_gap_exponent_g(job));
    if (job->r == 1)
        nw_text_addf(&text, ", m1+m2 = %g (Theorem 2) and min(m1+m2, 2 m1) = %g (Theorem 3) for N_q",
                     nw_gap_exponent_q(job), nw_gap_exponent_q3(job));
    nw_text_add_char(&text, '.');
    nw_table_note(page->table, nw_text_string(&text));
    nw_text_clear(&text);
}

/* ---- what was assumed ---- */

typedef struct study_scope {
    size_t least_targets, most_targets;
    unsigned least_starts, most_starts;
    bool finite_tasks, free_rows;
    double lipschitz; /* the largest median l1 * l2 */
} study_scope;

static study_scope scope_of(const gap_page *page)
{
    study_scope s = {.least_targets = SIZE_MAX, .least_starts = (unsigned)-1, .lipschitz = NAN};
    for (size_t i = 0; i < page->groups->count; i++) {
        const nw_gap_group *group = group_at(page, i);
        unsigned starts = group->job->starts;
        s.least_targets = group->targets < s.least_targets ? group->targets : s.least_targets;
        s.most_targets = group->targets > s.most_targets ? group->targets : s.most_targets;
        s.least_starts = starts < s.least_starts ? starts : s.least_starts;
        s.most_starts = starts > s.most_starts ? starts : s.most_starts;
        s.finite_tasks = s.finite_tasks || strcmp(group->job->tasks, "box") != 0;
        s.free_rows = s.free_rows || group->job->method == NW_GAP_Q_FREE;
        s.lipschitz = fmax(s.lipschitz, nw_gap_group_spread(group, NW_GAP_LIPSCHITZ).median);
    }
    return s;
}

static void add_span(nw_text *text, size_t least, size_t most)
{
    if (least == most)
        nw_text_addf(text, "%zu", least);
    else
        nw_text_addf(text, "%zu to %zu", least, most);
}

static void paragraph_assumed(const gap_page *page)
{
    study_scope s = scope_of(page);
    size_t with, elsewhere = nw_gap_bounds_elsewhere(&with, page->bounds, page->groups);
    nw_text text = {0};
    nw_text_add(&text, "Assumed: that the searches, with ");
    add_span(&text, s.least_starts, s.most_starts);
    nw_text_add(&text, " starts each, come close to the smallest networks; that ");
    add_span(&text, s.least_targets, s.most_targets);
    nw_text_add(
        &text, s.most_targets == 1
                   ? " target for each setting and scale stands for the hardest of its class, of which the theorems speak"
                   : " targets for each setting and scale stand for the hardest of their class, of which the theorems "
                     "speak");
    if (s.finite_tasks)
        nw_text_add(&text, "; that finitely many tasks stand for all of [-1,1]^m2, which is harder");
    nw_text_add_char(&text, '.');
    if (s.free_rows)
        nw_text_add(&text, " q-free: e is a table with a row for each task, as large as it likes, and is not counted.");
    nw_gap_add_empty(&text, page->bounds);
    if (elsewhere > 0) {
        nw_text_addf(&text, " In %zu of %zu groups of q the networks found have a larger l1*l2 (medians up to ",
                     elsewhere, with);
        add_number(&text, s.lipschitz, FEW);
        nw_text_add(&text, ") than Theorems 2 and 3 are evaluated with, so those bounds do not speak of them.");
    }
    nw_text_add(&text, " Theorem 1 (alpha = 3) and the paper's form of Theorem 4 rest on its Assumptions 1 and 2; the "
                       "constructive form "
                       "and the bounds by counting (2c, 3c) do not, but the latter hold for dense q: with large k and "
                       "connections counted the theory has no separation.");
    nw_table_note(page->table, nw_text_string(&text));
    nw_text_clear(&text);
}

void nw_gap_headline_fill(nw_table *table, const nw_gap_groups *groups, const nw_gap_bounds *bounds, long digits)
{
    gap_page page = {table, groups, bounds, digits};
    nw_table_title(table, "q against g: how many parameters the primary networks need, measured and bounded");
    add_columns(table);
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_gap_setting_length(groups, first);
        add_rows(&page, first, length);
    }
    nw_table_hide_blank(table);
    nw_table_hide_constant(table, SETTING_COLUMNS);
    char *missing = nw_gap_missing_text(groups);
    if (missing != NULL)
        nw_table_notef(table, "Not all measured: %s", missing);
    free(missing);
    paragraph_proven(&page);
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_gap_setting_length(groups, first);
        paragraph_measured(&page, first, length);
    }
    paragraph_assumed(&page);
    nw_table_note(
        table,
        "N: medians over targets of the fewest weights and biases, dense, or of the fewest connections; N_q/N_g: "
        "median of the ratios target by target. Theorem 4: the smaller of the paper's form for the "
        "activation and the constructive one, for clipped ReLU (ReLU where g has that), by connections. 2c, 3c: "
        "Theorems 2 and 3 by counting.");
}
