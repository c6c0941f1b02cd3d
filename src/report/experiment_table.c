#include "report/experiment_table.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "report/experiment_notes.h"
#include "report/experiment_parts.h"
#include "report/gap_parts.h"

const char *const nw_experiment_part_ids[NW_EXPERIMENT_PART_COUNT] = {"experiment-errors", "experiment-budgets",
                                                                      "experiment-paired", "experiment"};

enum { DIGITS = 4, MOST_EPOCH_ROWS = 12 };

/* What the cells of one row are made of. */
typedef struct row {
    const nw_experiment_groups *groups;
    const nw_experiment_group *group;
    nw_experiment_counts counts;
    long epoch; /* NW_LAST_EPOCH, or that of the row */
} row;

/* ---- cells ---- */

static nw_experiment_spread spread_of(const row *r, nw_experiment_number which)
{
    return nw_experiment_group_spread(r->groups, r->group, which, r->epoch);
}

static void number_cell(nw_table *table, double value)
{
    nw_gap_number_cell(table, value, DIGITS);
}

static void word_cell(nw_table *table, const row *r, int which)
{
    const nw_setting_of_experiment *setting = r->groups->setting;
    const nw_experiment_card *card = &nw_experiment_cards[setting->experiment];
    const char *const words[] = {card->name, setting->preset, nw_experiment_type_word(r->group->job->type),
                                 nw_experiment_axis_symbol(setting->axis), nw_method_words[r->group->job->method],
                                 card->measure};
    nw_table_text(table, words[which]);
}

static void value_cell(nw_table *table, const row *r, int unused)
{
    (void)unused;
    if (nw_experiment_has_axis(r->groups->setting))
        nw_table_count(table, (size_t)r->group->job->value);
    else
        nw_table_blank(table);
}

static void rate_cell(nw_table *table, const row *r, int unused)
{
    (void)unused;
    number_cell(table, nw_experiment_rate(r->group->job));
}

static long last_epoch(const row *r)
{
    for (size_t job = r->group->first; job < r->group->first + r->group->repeats; job++) {
        const nw_experiment_record *record = &r->groups->records[job];
        if (record->point_count > 0 && !record->diverged)
            return record->points[record->point_count - 1].epoch;
    }
    return NW_LAST_EPOCH;
}

static void epoch_cell(nw_table *table, const row *r, int unused)
{
    (void)unused;
    long epoch = r->epoch == NW_LAST_EPOCH ? last_epoch(r) : r->epoch;
    if (epoch == NW_LAST_EPOCH)
        nw_table_blank(table);
    else
        nw_table_count(table, (size_t)epoch);
}

static void count_cell(nw_table *table, const row *r, int which)
{
    const size_t counts[] = {r->group->repeats, r->group->done, r->group->moved, r->group->diverged};
    nw_table_count(table, counts[which]);
}

/* "5", "4 of 5": those with a test error. */
static void repeats_cell(nw_table *table, const row *r, int unused)
{
    (void)unused;
    size_t count = spread_of(r, NW_NUMBER_TEST).count, repeats = r->group->repeats;
    nw_gap_text_cell(table, count == repeats ? nw_format("%zu", count) : nw_format("%zu of %zu", count, repeats));
}

static void moved_cell(nw_table *table, const row *r, int unused)
{
    (void)unused;
    nw_gap_text_cell(table, nw_format("%zu of %zu", r->group->moved, r->group->done - r->group->diverged));
}

static void parameters_cell(nw_table *table, const row *r, int which)
{
    const size_t counts[] = {r->counts.exact.primary, r->counts.exact.inner, r->counts.exact.trained};
    if (counts[which] == 0)
        nw_table_blank(table);
    else
        nw_table_count(table, counts[which]);
}

static void mean_cell(nw_table *table, const row *r, int which)
{
    number_cell(table, spread_of(r, (nw_experiment_number)which).mean);
}

static void deviation_cell(nw_table *table, const row *r, int which)
{
    number_cell(table, spread_of(r, (nw_experiment_number)which).deviation);
}

static void least_cell(nw_table *table, const row *r, int which)
{
    number_cell(table, spread_of(r, (nw_experiment_number)which).least);
}

static void most_cell(nw_table *table, const row *r, int which)
{
    number_cell(table, spread_of(r, (nw_experiment_number)which).most);
}

/* The second number of a record, in the column of what it is. */
static void second_cell(nw_table *table, const row *r, int deviation)
{
    nw_experiment_spread spread = spread_of(r, NW_NUMBER_SECOND);
    bool here = nw_experiment_has_wrong(r->groups->setting);
    number_cell(table, !here ? NAN : deviation ? spread.deviation : spread.mean);
}

static void between_cell(nw_table *table, const row *r, int deviation)
{
    nw_experiment_spread spread = spread_of(r, NW_NUMBER_SECOND);
    bool here = r->group->job->method == NW_METHOD_PAIR;
    number_cell(table, !here ? NAN : deviation ? spread.deviation : spread.mean);
}

static void pairs_cell(nw_table *table, const row *r, int which)
{
    nw_experiment_pairs pairs = nw_experiment_group_pairs(r->groups, r->group);
    if (pairs.count == 0)
        nw_table_blank(table);
    else
        nw_table_count(table, which == 0 ? pairs.count : pairs.better);
}

static void better_cell(nw_table *table, const row *r, int unused)
{
    (void)unused;
    nw_experiment_pairs pairs = nw_experiment_group_pairs(r->groups, r->group);
    nw_gap_text_cell(table,
                     pairs.count == 0 ? nw_copy_text("") : nw_format("%zu of %zu", pairs.better, pairs.count));
}

static void difference_cell(nw_table *table, const row *r, int deviation)
{
    nw_experiment_pairs pairs = nw_experiment_group_pairs(r->groups, r->group);
    number_cell(table, deviation ? pairs.deviation : pairs.difference);
}

/* Embedding over hypernetwork. */
static void budget_ratio_cell(nw_table *table, const row *r, int inner)
{
    const nw_experiment_job *job = r->group->job;
    const nw_experiment_group *other = nw_experiment_group_find(r->groups, job->type, job->value, NW_METHOD_EMBEDDING);
    nw_experiment_counts counts = {0};
    if (job->method != NW_METHOD_HYPER || other == NULL) {
        nw_table_blank(table);
        return;
    }
    nw_experiment_count(&counts, other->job);
    number_cell(table, inner ? (double)counts.exact.inner / (double)r->counts.exact.inner
                             : (double)counts.exact.primary / (double)r->counts.exact.primary);
}

/* ---- columns ---- */

enum {
    R = 1 << NW_EXPERIMENT_ERRORS,
    B = 1 << NW_EXPERIMENT_BUDGETS,
    P = 1 << NW_EXPERIMENT_PAIRED,
    E = 1 << NW_EXPERIMENT_EVERYTHING,
};

/* Header NULL: the name. */
typedef struct column {
    unsigned parts;
    nw_column_kind kind;
    const char *name, *header, *latex;
    void (*cell)(nw_table *table, const row *r, int which);
    int which;
} column;

static const column columns[] = {
    {E, NW_COLUMN_TEXT, "experiment", NULL, NULL, word_cell, 0},
    {E, NW_COLUMN_TEXT, "preset", NULL, NULL, word_cell, 1},
    {R | B | P | E, NW_COLUMN_TEXT, "type", NULL, NULL, word_cell, 2},
    {E, NW_COLUMN_TEXT, "axis", NULL, NULL, word_cell, 3},
    {R | B | P | E, NW_COLUMN_INTEGER, "value", NULL, NULL, value_cell, 0},
    {B | E, NW_COLUMN_NUMBER, "rate", NULL, NULL, rate_cell, 0},
    {R | B | E, NW_COLUMN_TEXT, "method", NULL, NULL, word_cell, 4},
    {R | E, NW_COLUMN_INTEGER, "epoch", NULL, NULL, epoch_cell, 0},
    {R, NW_COLUMN_TEXT, "repeats", NULL, NULL, repeats_cell, 0},
    {E, NW_COLUMN_INTEGER, "repeats", NULL, NULL, count_cell, 0},
    {E, NW_COLUMN_INTEGER, "done", NULL, NULL, count_cell, 1},
    {E, NW_COLUMN_INTEGER, "moved", NULL, NULL, count_cell, 2},
    {E, NW_COLUMN_INTEGER, "diverged", NULL, NULL, count_cell, 3},
    {E, NW_COLUMN_TEXT, "measure", NULL, NULL, word_cell, 5},
    {R | E, NW_COLUMN_NUMBER, "test", NULL, NULL, mean_cell, NW_NUMBER_TEST},
    {R | E, NW_COLUMN_NUMBER, "test_sd", "SD", NULL, deviation_cell, NW_NUMBER_TEST},
    {E, NW_COLUMN_NUMBER, "test_least", NULL, NULL, least_cell, NW_NUMBER_TEST},
    {E, NW_COLUMN_NUMBER, "test_most", NULL, NULL, most_cell, NW_NUMBER_TEST},
    {E, NW_COLUMN_NUMBER, "train", NULL, NULL, mean_cell, NW_NUMBER_TRAIN},
    {R | E, NW_COLUMN_NUMBER, "between", "MSE(f1, f2)", "MSE$(f_1, f_2)$", between_cell, 0},
    {R | E, NW_COLUMN_NUMBER, "between_sd", "SD", NULL, between_cell, 1},
    {R | E, NW_COLUMN_NUMBER, "wrong", NULL, NULL, second_cell, 0},
    {E, NW_COLUMN_NUMBER, "wrong_sd", NULL, NULL, second_cell, 1},
    {R, NW_COLUMN_TEXT, "moved", NULL, NULL, moved_cell, 0},
    {R | E, NW_COLUMN_NUMBER, "constant", NULL, NULL, mean_cell, NW_NUMBER_CONSTANT},
    {R | E, NW_COLUMN_NUMBER, "without_I", "without I", "without $I$", mean_cell, NW_NUMBER_WITHOUT_I},
    {R | E, NW_COLUMN_NUMBER, "linear", NULL, NULL, mean_cell, NW_NUMBER_LINEAR},
    {E, NW_COLUMN_NUMBER, "signal", NULL, NULL, mean_cell, NW_NUMBER_SIGNAL},
    {B | E, NW_COLUMN_INTEGER, "primary", "N_g, N_q", "$N_g$, $N_q$", parameters_cell, 0},
    {B | E, NW_COLUMN_INTEGER, "inner", "N_f, N_e", "$N_f$, $N_e$", parameters_cell, 1},
    {B | E, NW_COLUMN_INTEGER, "trained", NULL, NULL, parameters_cell, 2},
    {B, NW_COLUMN_INTEGER, "diverged", NULL, NULL, count_cell, 3},
    {B | E, NW_COLUMN_NUMBER, "output_deviation", "output SD", NULL, mean_cell, NW_NUMBER_DEVIATION},
    {P, NW_COLUMN_TEXT, "better", "hypernetwork better", NULL, better_cell, 0},
    {E, NW_COLUMN_INTEGER, "pairs", NULL, NULL, pairs_cell, 0},
    {E, NW_COLUMN_INTEGER, "better", NULL, NULL, pairs_cell, 1},
    {P | E, NW_COLUMN_NUMBER, "difference", "embedding - hypernetwork", NULL, difference_cell, 0},
    {P | E, NW_COLUMN_NUMBER, "difference_sd", "SD", NULL, difference_cell, 1},
    {P | E, NW_COLUMN_NUMBER, "primary_ratio", "N_q/N_g", "$N_q/N_g$", budget_ratio_cell, 0},
    {P | E, NW_COLUMN_NUMBER, "inner_ratio", "N_e/N_f", "$N_e/N_f$", budget_ratio_cell, 1},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* What people call the column in this experiment. */
static const char *header_of(const column *c, const nw_experiment_groups *groups)
{
    if (groups == NULL)
        return c->header;
    const nw_setting_of_experiment *setting = groups->setting;
    if (c->cell == value_cell && nw_experiment_has_axis(setting))
        return nw_experiment_axis_symbol(setting->axis);
    if (c->cell == mean_cell && c->which == NW_NUMBER_TEST && nw_experiment_by_epoch(setting))
        return "MSE(f1, y)";
    if (c->cell == mean_cell && c->which == NW_NUMBER_TEST)
        return nw_experiment_has_likelihood(setting) ? "test NLL" : "test MSE";
    if (c->cell == parameters_cell && c->which == 0 && groups->groups[0].job->method >= NW_METHOD_SHALLOW)
        return "N";
    return c->header;
}

static char *title_of(nw_experiment_part part, const nw_setting_of_experiment *setting)
{
    const nw_experiment_card *card = &nw_experiment_cards[setting->experiment];
    if (part == NW_EXPERIMENT_ERRORS || part == NW_EXPERIMENT_EVERYTHING)
        return nw_experiment_title(setting);
    return nw_format("%s (%s): %s", card->name, card->figures,
                     part == NW_EXPERIMENT_BUDGETS ? "parameters" : "hypernetwork against embedding");
}

bool nw_experiment_has_part(const nw_experiment_groups *groups, nw_experiment_part part)
{
    if (part != NW_EXPERIMENT_PAIRED)
        return true;
    for (size_t i = 0; i < groups->count; i++)
        if (nw_experiment_group_pairs(groups, &groups->groups[i]).count > 0)
            return true;
    return false;
}

void nw_experiment_table_begin(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups)
{
    if (groups != NULL) {
        const nw_setting_of_experiment *setting = groups->setting;
        char *title = title_of(part, setting);
        nw_table_title(table, "%s, preset %s, %u repeat%s", title, setting->preset, setting->repeats,
                       setting->repeats == 1 ? "" : "s");
        free(title);
    } else {
        nw_table_title(table, "Experiments: test errors, baselines and parameters");
    }
    for (int i = 0; i < COLUMNS; i++)
        if ((columns[i].parts >> part & 1) != 0)
            nw_table_column(table, columns[i].kind, columns[i].name, header_of(&columns[i], groups), columns[i].latex);
}

/* ---- rows ---- */

static void add_row(nw_table *table, nw_experiment_part part, const row *r)
{
    for (int i = 0; i < COLUMNS; i++)
        if ((columns[i].parts >> part & 1) != 0)
            columns[i].cell(table, r, columns[i].which);
}

/* People get the first and the last epoch and some between them, nearer to each other where the curve is steep. */
static bool shows_epoch(size_t index, size_t count)
{
    if (count <= MOST_EPOCH_ROWS || index == 0 || index == count - 1)
        return true;
    static const size_t leading[] = {1, 2, 5};
    for (size_t decade = 1; decade <= count; decade *= 10)
        for (size_t i = 0; i < sizeof leading / sizeof leading[0]; i++)
            if (index == leading[i] * decade)
                return true;
    return false;
}

static void add_epochs(nw_table *table, nw_experiment_part part, row *r)
{
    const nw_experiment_record *record = nw_experiment_group_longest(r->groups, r->group);
    for (size_t i = 0; i < record->point_count; i++) {
        if (part != NW_EXPERIMENT_EVERYTHING && !shows_epoch(i, record->point_count))
            continue;
        r->epoch = record->points[i].epoch;
        add_row(table, part, r);
    }
}

void nw_experiment_table_add(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups)
{
    bool epochs = nw_experiment_by_epoch(groups->setting) &&
                  (part == NW_EXPERIMENT_ERRORS || part == NW_EXPERIMENT_EVERYTHING);
    for (size_t i = 0; i < groups->count; i++) {
        const nw_experiment_group *group = &groups->groups[i];
        row r = {.groups = groups, .group = group, .epoch = NW_LAST_EPOCH};
        nw_experiment_count(&r.counts, group->job);
        if (part == NW_EXPERIMENT_PAIRED && group->job->method != NW_METHOD_HYPER)
            continue;
        if (epochs && group->done > group->diverged)
            add_epochs(table, part, &r);
        else
            add_row(table, part, &r);
    }
    nw_experiment_note(table, part, groups);
}

void nw_experiment_table_fill(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups)
{
    nw_experiment_table_begin(table, part, groups);
    nw_experiment_table_add(table, part, groups);
    if (part == NW_EXPERIMENT_EVERYTHING)
        return;
    nw_table_hide_blank(table);
    bool epochs = nw_experiment_by_epoch(groups->setting);
    for (size_t i = 0, shown = 0; i < COLUMNS; i++) {
        if ((columns[i].parts >> part & 1) == 0)
            continue;
        if ((columns[i].cell == epoch_cell && !epochs) ||
            (columns[i].cell == rate_cell && groups->setting->axis != NW_OVER_RATE))
            table->columns[shown].hidden = true;
        shown++;
    }
}
