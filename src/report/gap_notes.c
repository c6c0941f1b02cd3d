#include "report/gap_notes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/gap_parts.h"
#include "report/width_table.h"

/* ---- what was measured ---- */

char *nw_gap_missing_text(const nw_gap_groups *groups)
{
    size_t left = groups->jobs - groups->jobs_done, unknown = groups->jobs_done - groups->jobs_proved;
    nw_text text = {0};
    if (left > 0)
        nw_text_addf(&text, "%zu of %zu jobs have not run: medians, slopes and ratios are those of the others.", left,
                     groups->jobs);
    if (unknown > 0)
        nw_text_addf(&text, "%s%zu of %zu jobs that ran ended unknown, without a proven network, and are left out.",
                     left > 0 ? " " : "", unknown, groups->jobs_done);
    if (text.length > 0)
        return nw_text_take(&text);
    nw_text_clear(&text);
    return NULL;
}

bool nw_gap_ratio_rises(const nw_gap_groups *groups, size_t first, size_t length)
{
    double last = NAN;
    size_t count = 0;
    bool rises = true;
    for (size_t i = first; i < first + length; i++) {
        const nw_gap_group *g = nw_gap_partner(groups, &groups->groups[i]);
        double ratio = g != NULL ? nw_gap_ratio(&groups->groups[i], g, NW_GAP_DENSE).median : NAN;
        if (isnan(ratio))
            continue;
        rises = rises && (count == 0 || ratio > last);
        last = ratio;
        count++;
    }
    return rises && count > 1;
}

/* "; method: slope of log N ..., by connections ..." for one series. */
static void add_slopes(nw_text *note, const nw_gap_groups *groups, size_t first, size_t length)
{
    const nw_gap_job *job = groups->groups[first].job;
    nw_slope dense = nw_gap_slope(groups, first, length, NW_GAP_DENSE);
    nw_slope sparse = nw_gap_slope(groups, first, length, NW_GAP_CONNECTIONS);
    char *method = nw_gap_method_text(job), *by_dense = nw_slope_text(&dense), *by_connections = nw_slope_text(&sparse);
    nw_text_addf(note, " %s %s, by connections %s;", method, by_dense, by_connections);
    free(method);
    free(by_dense);
    free(by_connections);
}

static void note_setting(nw_table *table, const nw_gap_groups *groups, size_t first, size_t length)
{
    const nw_gap_job *job = groups->groups[first].job;
    nw_text note = {0};
    bool slopes = false;
    char *setting = nw_gap_setting_text(&groups->groups[first]);
    nw_text_addf(&note, "%s.", setting);
    free(setting);
    for (size_t i = first, series; i < first + length; i += series) {
        series = nw_gap_series_length(groups, i);
        if (series < 2)
            continue;
        nw_text_add(&note, slopes ? "" : " Slope of log N against log 1/eps (estimates; 95 % bootstrap intervals):");
        slopes = true;
        add_slopes(&note, groups, i, series);
    }
    if (slopes) {
        note.data[note.length - 1] = '.';
        nw_text_addf(&note, " The theory's exponents are m1/r = %.3g for N_g", nw_gap_exponent_g(job));
        if (job->r == 1)
            nw_text_addf(&note, ", m1+m2 = %g (Theorem 2) and min(m1+m2, 2 m1) = %g (Theorem 3) for N_q",
                         nw_gap_exponent_q(job), nw_gap_exponent_q3(job));
        nw_text_add_char(&note, '.');
    }
    nw_table_note(table, nw_text_string(&note));
    nw_text_clear(&note);
}

void nw_gap_note_measured(nw_table *table, const nw_gap_groups *groups)
{
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_gap_setting_length(groups, first);
        note_setting(table, groups, first, length);
    }
    char *missing = nw_gap_missing_text(groups);
    if (missing != NULL)
        nw_table_note(table, missing);
    free(missing);
    nw_table_note(
        table, "N: weights and biases of the smallest network found for each target whose error is proven to be <= eps "
               "for every task; an upper bound of what that target needs, not the least number.");
    nw_table_note(
        table,
        "N is counted twice: densely, every weight of a layer, and by connections, those that are not zero in the "
        "sparsest form that was found. Theorem 3 and the bounds by counting hold for dense layers. With k free to grow "
        "and connections "
        "counted the separation disappears in theory (e(I) = the values y(x_v, I) at the nodes of a grid gives N_q = "
        "N_g + O(k)); with k = O(1), or densely, it does not.");
    nw_table_note(
        table, "k, width, l1*l2: of the network with the fewest parameters, medians; l1 = Lipschitz constant of e over "
               "the tasks (a bound of it), l2 = C(q). N_q/N_g: median of the ratios target by target.");
}

/* ---- bounds ---- */

static void note_likeness(nw_table *table, const nw_gap_groups *groups)
{
    bool finite = false, free_rows = false;
    for (size_t i = 0; i < groups->count; i++) {
        finite = finite || strcmp(groups->groups[i].job->tasks, "box") != 0;
        free_rows = free_rows || groups->groups[i].job->method == NW_GAP_Q_FREE;
    }
    nw_table_note(
        table,
        "Not like with like: a lower bound speaks of the hardest target of the class W(r, m1+m2) (N_g: W(r, m1)), "
        "a measured N of members of it, and of the smallest network found, which need not be the smallest: a "
        "measurement may lie below a lower bound, and does not contradict it.");
    if (finite)
        nw_table_note(
            table,
            "Not like with like: these targets are matched at finitely many tasks (the bump centres, or a grid), "
            "which is easier than every task in the box [-1,1]^m2, of which the theorems speak.");
    if (free_rows)
        nw_table_note(table,
                      "q-free: a row of its own for each task in the place of e, so e costs nothing and need not be a "
                      "network.");
}

void nw_gap_add_empty(nw_text *text, const nw_gap_bounds *bounds)
{
    size_t empty = nw_gap_bounds_empty(bounds);
    if (empty > 0)
        nw_text_addf(text,
                     " In %zu of the groups of q no network of this depth and of any size reaches eps within the caps: l2 "
                     "is below the least feasible one, and the bounds there speak of an empty class.",
                     empty);
}

void nw_gap_note_bounds(nw_table *table, const nw_gap_groups *groups, const nw_gap_bounds *bounds)
{
    size_t with, elsewhere = nw_gap_bounds_elsewhere(&with, bounds, groups);
    nw_table_note(
        table,
        "Bounds at the same eps, activation and depth. Theorem 1: m = m1 for g; m = m1 + m2 for q, where it counts all "
        "parameters of a method, e with them. alpha = 3: the paper's Assumptions 1 and 2; alpha = 1: continuous "
        "selection assumed. Theorem 2: k = the largest of the networks found (m2 for q-identity). "
        "Theorem 4, built: its constructive form (r = 1), by connections, for clipped ReLU (ReLU where g has that). "
        "Theorems 2 and 3: l1 = c = 1 and the least feasible l2, or the caps of q-bounded. By counting: none of the "
        "paper's assumptions. 0: vacuous; outside: the setting does not meet the hypotheses.");
    nw_text empty = {0};
    nw_gap_add_empty(&empty, bounds);
    if (empty.length > 0)
        nw_table_note(table, nw_text_string(&empty) + 1);
    nw_text_clear(&empty);
    if (elsewhere > 0)
        nw_table_notef(
            table,
            "In %zu of %zu groups of q every network found has a larger l1*l2 than Theorems 2 and 3 are evaluated "
            "with: of those networks these bounds do not speak.",
            elsewhere, with);
    note_likeness(table, groups);
}

void nw_gap_note_ratios(nw_table *table)
{
    nw_table_note(
        table,
        "Measured / lower bound: median N, dense, over the bound; N_q/N_g over the separation. Above 1 the bound "
        "leaves room; below 1 the targets measured need less than the hardest of the class, or the networks do not "
        "meet "
        "the hypotheses. Blank: no bound, or a vacuous one.");
}
