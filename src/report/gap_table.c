#include "report/gap_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"
#include "report/bound_parts.h"
#include "report/gap_notes.h"
#include "report/gap_parts.h"

const char *const nw_gap_part_ids[NW_GAP_PART_COUNT] = {"gap-measured", "gap-bounds", "gap-ratios", "gap"};

static const char *const titles[NW_GAP_PART_COUNT] = {
    "Gap study: measured N_g and N_q (medians over targets, certified)",
    "Gap study: measured N (dense) beside the bounds at the same eps",
    "Gap study: measured N (dense) / lower bound",
    "Gap study: measured N_g and N_q (medians over targets, certified) beside the bounds",
};

/* What the cells of one row are made of. */
typedef struct gap_row {
    const nw_gap_group *group, *g; /* g: the partner, or NULL */
    nw_result *const *bounds;
    const nw_slope *slope, *slope_connections; /* of its series */
    long digits;
} gap_row;

/* ---- cells ---- */

static void text_cell(nw_table *table, const gap_row *row, int which)
{
    const nw_gap_job *job = row->group->job;
    static const char *const blank = "";
    switch (which) {
    case 0:
        nw_table_text(table, row->group->family);
        break;
    case 1:
        nw_gap_text_cell(table, nw_gap_networks_text(job));
        break;
    case 2:
        nw_table_text(table, job->tasks);
        break;
    case 3:
        nw_gap_text_cell(table, job->goal_is_theta ? nw_rational_short(job->goal) : nw_copy_text(blank));
        break;
    case 4:
        nw_gap_text_cell(table, nw_gap_method_text(job));
        break;
    default:
        nw_gap_text_cell(table, nw_gap_targets_text(row->group));
    }
}

static void count_cell(nw_table *table, const gap_row *row, int which)
{
    const nw_gap_group *group = row->group;
    const size_t counts[] = {(size_t)group->job->r, group->job->m1, group->job->m2,
                             group->targets,        group->done,    group->found};
    nw_table_count(table, counts[which]);
}

static void scale_cell(nw_table *table, const gap_row *row, int unused)
{
    (void)unused;
    if (row->group->job->scale > 0)
        nw_table_count(table, (size_t)row->group->job->scale);
    else
        nw_table_blank(table);
}

static void eps_cell(nw_table *table, const gap_row *row, int unused)
{
    (void)unused;
    nw_gap_eps_cell(table, row->group);
}

enum { SHOWN_DIGITS = 10, RATIO_DIGITS = 3 };

static void median_cell(nw_table *table, const gap_row *row, int which)
{
    long digits = which == NW_GAP_LIPSCHITZ ? RATIO_DIGITS : SHOWN_DIGITS;
    bool of_g = row->group->job->method == NW_GAP_G;
    double median = nw_gap_group_spread(row->group, (nw_gap_count)which).median;
    nw_gap_number_cell(table, of_g && (which == NW_GAP_K || which == NW_GAP_LIPSCHITZ) ? NAN : median, digits);
}

static void range_cell(nw_table *table, const gap_row *row, int which)
{
    nw_gap_spread spread = nw_gap_group_spread(row->group, (nw_gap_count)which);
    nw_gap_text_cell(table, nw_gap_range_text(&spread));
}

static void least_cell(nw_table *table, const gap_row *row, int which)
{
    nw_gap_number_cell(table, nw_gap_group_spread(row->group, (nw_gap_count)which).least, SHOWN_DIGITS);
}

static void most_cell(nw_table *table, const gap_row *row, int which)
{
    nw_gap_number_cell(table, nw_gap_group_spread(row->group, (nw_gap_count)which).most, SHOWN_DIGITS);
}

static nw_gap_spread ratio_of(const gap_row *row, int which)
{
    const nw_gap_group nobody = {0};
    return nw_gap_ratio(row->group, row->g != NULL ? row->g : &nobody, (nw_gap_count)which);
}

static void ratio_cell(nw_table *table, const gap_row *row, int which)
{
    nw_gap_number_cell(table, ratio_of(row, which).median, RATIO_DIGITS);
}

static void least_ratio_cell(nw_table *table, const gap_row *row, int which)
{
    nw_gap_number_cell(table, ratio_of(row, which).least, RATIO_DIGITS);
}

static void most_ratio_cell(nw_table *table, const gap_row *row, int which)
{
    nw_gap_number_cell(table, ratio_of(row, which).most, RATIO_DIGITS);
}

static void bound_cell(nw_table *table, const gap_row *row, int which)
{
    const nw_result *result = row->bounds[which];
    if (result == NULL)
        nw_table_blank(table);
    else
        nw_result_cell(table, nw_gap_bound_card((nw_gap_bound)which), result,
                       which == NW_GAP_SEPARATION ? RATIO_DIGITS : row->digits);
}

static void over_cell(nw_table *table, const gap_row *row, int which)
{
    double bound = nw_gap_bound_number(row->bounds[which]);
    double measured = which == NW_GAP_SEPARATION ? ratio_of(row, NW_GAP_DENSE).median
                                                 : nw_gap_group_spread(row->group, NW_GAP_DENSE).median;
    nw_gap_number_cell(table, measured / bound, RATIO_DIGITS);
}

static void slope_cell(nw_table *table, const gap_row *row, int which)
{
    const nw_slope *slope = which < 3 ? row->slope : row->slope_connections;
    const double ends[] = {slope->slope, slope->lower, slope->upper};
    nw_gap_number_cell(table, ends[which % 3], RATIO_DIGITS);
}

static void exponent_cell(nw_table *table, const gap_row *row, int which)
{
    const nw_gap_job *job = row->group->job;
    double exponent = job->method == NW_GAP_G ? nw_gap_exponent_g(job)
                      : which == 2            ? nw_gap_exponent_q(job)
                                              : nw_gap_exponent_q3(job);
    nw_gap_number_cell(table, exponent, RATIO_DIGITS);
}

/* ---- columns ---- */

enum {
    M = 1 << NW_GAP_MEASURED,
    B = 1 << NW_GAP_BOUNDS,
    R = 1 << NW_GAP_RATIOS,
    E = 1 << NW_GAP_EVERYTHING,
    PEOPLE = M | B | R,
    SETTINGS = 7 /* the first columns */
};

/* Header NULL: the name. */
typedef struct gap_column {
    unsigned parts;
    nw_column_kind kind;
    const char *name, *header, *latex;
    void (*cell)(nw_table *table, const gap_row *row, int which);
    int which;
} gap_column;

static const gap_column columns[] = {
    {PEOPLE | E, NW_COLUMN_TEXT, "family", NULL, NULL, text_cell, 0},
    {PEOPLE | E, NW_COLUMN_TEXT, "networks", NULL, NULL, text_cell, 1},
    {PEOPLE | E, NW_COLUMN_INTEGER, "r", NULL, "$r$", count_cell, 0},
    {PEOPLE | E, NW_COLUMN_INTEGER, "m1", NULL, "$m_1$", count_cell, 1},
    {PEOPLE | E, NW_COLUMN_INTEGER, "m2", NULL, "$m_2$", count_cell, 2},
    {PEOPLE | E, NW_COLUMN_TEXT, "tasks", NULL, NULL, text_cell, 2},
    {PEOPLE | E, NW_COLUMN_NUMBER, "theta", NULL, "$\\theta$", text_cell, 3},
    {PEOPLE | E, NW_COLUMN_TEXT, "method", NULL, NULL, text_cell, 4},
    {PEOPLE | E, NW_COLUMN_INTEGER, "M", NULL, "$M$", scale_cell, 0},
    {PEOPLE | E, NW_COLUMN_NUMBER, "eps", NULL, "$\\varepsilon$", eps_cell, 0},
    {M, NW_COLUMN_TEXT, "certified", NULL, NULL, text_cell, 5},
    {E, NW_COLUMN_INTEGER, "targets", NULL, NULL, count_cell, 3},
    {E, NW_COLUMN_INTEGER, "done", NULL, NULL, count_cell, 4},
    {E, NW_COLUMN_INTEGER, "certified", NULL, NULL, count_cell, 5},
    {PEOPLE | E, NW_COLUMN_NUMBER, "N", "N dense", "$N$ dense", median_cell, NW_GAP_DENSE},
    {M, NW_COLUMN_TEXT, "N_range", "range", NULL, range_cell, NW_GAP_DENSE},
    {E, NW_COLUMN_NUMBER, "N_least", NULL, NULL, least_cell, NW_GAP_DENSE},
    {E, NW_COLUMN_NUMBER, "N_most", NULL, NULL, most_cell, NW_GAP_DENSE},
    {M | E, NW_COLUMN_NUMBER, "connections", "N conn.", "$N$ conn.", median_cell, NW_GAP_CONNECTIONS},
    {M, NW_COLUMN_TEXT, "connections_range", "range", NULL, range_cell, NW_GAP_CONNECTIONS},
    {E, NW_COLUMN_NUMBER, "connections_least", NULL, NULL, least_cell, NW_GAP_CONNECTIONS},
    {E, NW_COLUMN_NUMBER, "connections_most", NULL, NULL, most_cell, NW_GAP_CONNECTIONS},
    {M | E, NW_COLUMN_NUMBER, "k", NULL, "$k$", median_cell, NW_GAP_K},
    {M | E, NW_COLUMN_NUMBER, "width", NULL, NULL, median_cell, NW_GAP_WIDTH},
    {M | E, NW_COLUMN_NUMBER, "l1_l2", "l1*l2", "$\\ell_1\\ell_2$", median_cell, NW_GAP_LIPSCHITZ},
    {M | E, NW_COLUMN_NUMBER, "ratio", "N_q/N_g", "$N_q/N_g$", ratio_cell, NW_GAP_DENSE},
    {E, NW_COLUMN_NUMBER, "ratio_least", NULL, NULL, least_ratio_cell, NW_GAP_DENSE},
    {E, NW_COLUMN_NUMBER, "ratio_most", NULL, NULL, most_ratio_cell, NW_GAP_DENSE},
    {M | E, NW_COLUMN_NUMBER, "ratio_connections", "by conn.", "by conn.", ratio_cell, NW_GAP_CONNECTIONS},
    {E, NW_COLUMN_NUMBER, "slope", NULL, NULL, slope_cell, 0},
    {E, NW_COLUMN_NUMBER, "slope_lower", NULL, NULL, slope_cell, 1},
    {E, NW_COLUMN_NUMBER, "slope_upper", NULL, NULL, slope_cell, 2},
    {E, NW_COLUMN_NUMBER, "slope_connections", NULL, NULL, slope_cell, 3},
    {E, NW_COLUMN_NUMBER, "slope_connections_lower", NULL, NULL, slope_cell, 4},
    {E, NW_COLUMN_NUMBER, "slope_connections_upper", NULL, NULL, slope_cell, 5},
    {E, NW_COLUMN_NUMBER, "exponent", NULL, NULL, exponent_cell, 2},
    {E, NW_COLUMN_NUMBER, "exponent_thm3", NULL, NULL, exponent_cell, 3},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static bool is_lower(nw_gap_bound bound)
{
    return nw_gap_bound_card(bound)->kind == NW_LOWER;
}

static void add_columns(nw_table *table, nw_gap_part part)
{
    for (int i = 0; i < COLUMNS; i++)
        if ((columns[i].parts >> part & 1) != 0)
            nw_table_column(table, columns[i].kind, columns[i].name, columns[i].header, columns[i].latex);
    for (int bound = 0; part != NW_GAP_MEASURED && bound < NW_GAP_BOUND_COUNT; bound++) {
        const char *name = nw_gap_bound_names[bound];
        if (part != NW_GAP_RATIOS)
            nw_table_column(table, NW_COLUMN_NUMBER, name, nw_gap_bound_headers[bound], nw_gap_bound_latex[bound]);
        if (part == NW_GAP_BOUNDS || !is_lower((nw_gap_bound)bound))
            continue;
        char *over = nw_format("over_%s", name), *header = nw_copy_text(nw_gap_bound_headers[bound]);
        char *relation = strstr(header, " >=");
        if (relation != NULL)
            *relation = '\0';
        nw_table_column(table, NW_COLUMN_NUMBER, over, header, NULL);
        free(over);
        free(header);
    }
}

static void add_row(nw_table *table, nw_gap_part part, const gap_row *row)
{
    for (int i = 0; i < COLUMNS; i++)
        if ((columns[i].parts >> part & 1) != 0)
            columns[i].cell(table, row, columns[i].which);
    for (int bound = 0; part != NW_GAP_MEASURED && bound < NW_GAP_BOUND_COUNT; bound++) {
        if (part != NW_GAP_RATIOS)
            bound_cell(table, row, bound);
        if (part != NW_GAP_BOUNDS && is_lower((nw_gap_bound)bound))
            over_cell(table, row, bound);
    }
}

void nw_gap_table_fill(nw_table *table, nw_gap_part part, const nw_gap_groups *groups, const nw_gap_bounds *bounds,
                       long digits)
{
    nw_table_title(table, "%s", titles[part]);
    add_columns(table, part);
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_gap_series_length(groups, first);
        nw_slope slope = nw_gap_slope(groups, first, length, NW_GAP_DENSE);
        nw_slope connections = nw_gap_slope(groups, first, length, NW_GAP_CONNECTIONS);
        for (size_t i = first; i < first + length; i++) {
            const nw_gap_group *group = &groups->groups[i];
            gap_row row = {.group = group,
                           .g = nw_gap_partner(groups, group),
                           .bounds = bounds->results[i],
                           .slope = &slope,
                           .slope_connections = &connections,
                           .digits = digits};
            add_row(table, part, &row);
        }
    }
    if (part != NW_GAP_EVERYTHING) {
        nw_table_hide_blank(table);
        nw_table_hide_constant(table, SETTINGS);
    }
    if (part == NW_GAP_MEASURED || part == NW_GAP_EVERYTHING)
        nw_gap_note_measured(table, groups);
    if (part == NW_GAP_BOUNDS || part == NW_GAP_EVERYTHING)
        nw_gap_note_bounds(table, groups, bounds);
    if (part == NW_GAP_RATIOS || part == NW_GAP_EVERYTHING)
        nw_gap_note_ratios(table);
}
