#include "report/experiment_counts.h"

#include <stdlib.h>

#include "base/memory.h"
#include "report/experiment_parts.h"

enum { WITHOUT_FORMULA, AGREES, DIFFERS };

static int verdict(size_t exact, size_t paper)
{
    return paper == 0 ? WITHOUT_FORMULA : exact == paper ? AGREES : DIFFERS;
}

/* "no: N_q is 9000 less" */
static void add_difference(nw_text *text, const char *symbol, size_t exact, size_t paper)
{
    if (verdict(exact, paper) != DIFFERS)
        return;
    nw_text_addf(text, "%s%s is %zu %s", text->length > 0 ? ", " : "no: ", symbol,
                 exact > paper ? exact - paper : paper - exact, exact > paper ? "more" : "less");
}

/* Adds whether both counts agree with their formulas; returns the verdict. */
static int agree_cell(nw_table *table, const nw_experiment_counts *counts, nw_method method)
{
    int primary = verdict(counts->exact.primary, counts->paper_primary);
    int inner = verdict(counts->exact.inner, counts->paper_inner);
    int both = primary > inner ? primary : inner;
    nw_text text = {0};
    add_difference(&text, nw_experiment_primary_symbol(method), counts->exact.primary, counts->paper_primary);
    add_difference(&text, nw_experiment_inner_symbol(method), counts->exact.inner, counts->paper_inner);
    nw_table_text(table, both == DIFFERS ? nw_text_string(&text) : both == AGREES ? "yes" : "");
    nw_text_clear(&text);
    return both;
}

static void paper_cell(nw_table *table, size_t value)
{
    if (value == 0)
        nw_table_blank(table);
    else
        nw_table_count(table, value);
}

static void add_columns(nw_table *table, const nw_setting_of_experiment *setting)
{
    static const char *const symbols[] = {"N_g, N_q", "N_f, N_e"};
    bool shallow = (setting->methods & (1u << NW_METHOD_HYPER | 1u << NW_METHOD_EMBEDDING)) == 0;
    const char *axis = nw_experiment_axis_symbol(setting->axis);
    nw_table_column(table, NW_COLUMN_INTEGER, nw_experiment_has_axis(setting) ? axis : "value", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "method", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "primary", shallow ? "N" : symbols[0], NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "primary_paper", "paper", NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "inner", symbols[1], NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "inner_paper", "paper", NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "agree", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "trained", NULL, NULL);
}

/* Returns the verdict. */
static int add_row(nw_table *table, const nw_experiment_job *job)
{
    nw_experiment_counts counts;
    nw_experiment_count(&counts, job);
    nw_table_count(table, (size_t)job->value);
    nw_table_text(table, nw_method_words[job->method]);
    nw_table_count(table, counts.exact.primary);
    paper_cell(table, counts.paper_primary);
    paper_cell(table, counts.exact.inner);
    paper_cell(table, counts.paper_inner);
    int both = agree_cell(table, &counts, job->method);
    nw_table_count(table, counts.exact.trained);
    return both;
}

void nw_experiment_counts_fill(nw_table *table, const nw_study *study)
{
    const nw_experiment_job *first = nw_experiment_job_at(study, 0);
    const nw_experiment_card *card = &nw_experiment_cards[first->setting->experiment];
    size_t rows = 0, with[3] = {0};
    nw_table_title(table, "%s (%s): parameters of each curve", card->name, card->figures);
    add_columns(table, first->setting);
    for (size_t i = 0; i < study->count; i++) {
        const nw_experiment_job *job = nw_experiment_job_at(study, i);
        if (job->repeat > 0 || job->type != first->type)
            continue;
        with[add_row(table, job)]++;
        rows++;
    }
    nw_table_hide_blank(table);
    if (!nw_experiment_has_axis(first->setting))
        table->columns[0].hidden = true;
    nw_table_note(table, "Weights alone, biases not counted, as the paper counts; trained: all that is trained, with "
                         "its biases, which for a hypernetwork is f alone.");
    if (with[AGREES] + with[DIFFERS] > 0)
        nw_table_note(table, "paper: by its formula, which it gives for its own sizes; agree: whether the exact number "
                             "is the formula's, and if not, how far it is from it.");
    if (with[DIFFERS] > 0)
        nw_table_notef(table, "%zu of %zu rows differ from the paper's formulas.", with[DIFFERS], rows);
    else if (with[AGREES] > 0)
        nw_table_notef(table, "%zu of %zu rows agree with the paper's formulas%s.", with[AGREES], rows,
                       with[WITHOUT_FORMULA] > 0 ? ", which it gives for no others" : "");
    else
        nw_table_note(table, "The paper gives no formula for these sizes.");
}
