#include "verify/splitting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---- influence ---- */

/* |W^K| .. |W^1| e_axis, summed over the outputs. */
static double network_influence(const nw_plain_network *network, size_t input)
{
    double *now = nw_alloc(network->inputs, sizeof *now), total = 0;
    now[input] = 1;
    for (size_t k = 0; k < network->layer_count; k++) {
        double *next = nw_alloc(network->units[k], sizeof *next);
        for (size_t j = 0; j < network->units[k]; j++) {
            nw_row row = nw_plain_row(network, k, j);
            for (size_t i = 0; i < row.count; i++)
                next[j] += fabs(row.weight[i]) * now[nw_row_source(&row, i)];
        }
        free(now);
        now = next;
    }
    for (size_t o = 0; o < network->outputs; o++)
        total += now[o];
    free(now);
    return total;
}

/* Of the network, or through both of a composite; what a hypernetwork does to its parameters is not followed. */
static double claim_influence(const nw_statement *stated, int axis)
{
    if (stated->form == NW_CLAIM_HYPERNETWORK)
        return axis < stated->m1 ? 1 : network_influence(&stated->task, (size_t)(axis - stated->m1));
    if (stated->form == NW_CLAIM_PLAIN || axis < stated->m1)
        return network_influence(&stated->network, (size_t)axis);
    double most = 0;
    for (size_t o = 0; o < stated->task.outputs; o++)
        most = fmax(most, network_influence(&stated->network, (size_t)stated->m1 + o));
    return most * network_influence(&stated->task, (size_t)(axis - stated->m1));
}

static double subject_influence(const nw_subject *subject, int axis)
{
    double sum = 0;
    switch (subject->family) {
    case NW_SUBJECT_BUMP:
    case NW_SUBJECT_STEP:
        return (double)subject->scale;
    case NW_SUBJECT_TRIG:
        for (size_t t = 0; t < subject->term_count; t++)
            sum += 3 * fabs(subject->terms[t].coefficient * subject->terms[t].slope[axis]);
        return sum;
    case NW_SUBJECT_PRODUCT:
        for (size_t t = 0; t < subject->term_count; t++)
            sum += fabs(subject->terms[2 * t].coefficient * subject->terms[2 * t + 1].coefficient) *
                   (fabs(subject->terms[2 * t].slope[axis]) + fabs(subject->terms[2 * t + 1].slope[axis]));
        return sum;
    case NW_SUBJECT_TANHNET:
        return network_influence(&subject->network, (size_t)axis);
    case NW_SUBJECT_INNER:
        return axis < subject->m1 ? 1 : network_influence(&subject->network, (size_t)(axis - subject->m1));
    case NW_SUBJECT_EXPR:
    case NW_SUBJECT_COUNT:
        break;
    }
    return 1;
}

/* ---- breaks ---- */

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* In one dimension the kinks of elu in the first layer are points.  (Those of relu and crelu are followed through all
 * layers: adjoint.h.) */
static void add_unit_breaks(nw_splitting *splitting, const nw_plain_network *network)
{
    if (splitting->axes > 1 || network->activation[0] != NW_ELU)
        return;
    size_t *count = &splitting->break_count[0];
    splitting->breaks[0] = nw_grow(splitting->breaks[0], *count + network->units[0], sizeof(double));
    for (size_t j = 0; j < network->units[0]; j++) {
        nw_row row = nw_plain_row(network, 0, j);
        double at = row.count == 1 ? -row.bias / row.weight[0] : 1;
        if (at > -1 && at < 1)
            splitting->breaks[0][(*count)++] = at;
    }
}

void nw_splitting_init(nw_splitting *splitting, const nw_statement *stated)
{
    const nw_subject *subject = &stated->subject;
    *splitting = (nw_splitting){.axes = stated->inputs};
    for (int a = 0; a < stated->inputs; a++) {
        splitting->influence[a] =
            claim_influence(stated, a) + fabs(subject->amplitude) * subject_influence(subject, a);
        if (!(splitting->influence[a] > 0 && isfinite(splitting->influence[a])))
            splitting->influence[a] = 1;
        if (subject->family == NW_SUBJECT_BUMP || subject->family == NW_SUBJECT_STEP)
            splitting->breaks[a] = nw_mesh_breaks(subject, &splitting->break_count[a]);
    }
    add_unit_breaks(splitting, &stated->network);
    for (int a = 0; a < stated->inputs; a++)
        if (splitting->break_count[a] > 1)
            qsort(splitting->breaks[a], splitting->break_count[a], sizeof(double), rising);
}

void nw_splitting_clear(nw_splitting *splitting)
{
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        free(splitting->breaks[a]);
}

/* ---- choosing ---- */

static const double CLEAR = 0x1p-44; /* nearer to an end a kink is the rounded end itself */

/* The break nearest the middle that is clear of both ends, or NaN. */
static double break_inside(const nw_splitting *splitting, int axis, double low, double high)
{
    const double *breaks = splitting->breaks[axis];
    double middle = low + (high - low) / 2, best = NAN;
    size_t begin = 0, end = splitting->break_count[axis];
    while (begin < end) {
        size_t half = begin + (end - begin) / 2;
        if (breaks[half] < middle)
            begin = half + 1;
        else
            end = half;
    }
    if (begin < splitting->break_count[axis] && breaks[begin] < high - CLEAR)
        best = breaks[begin];
    if (begin > 0 && breaks[begin - 1] > low + CLEAR && !(best - middle <= middle - breaks[begin - 1]))
        best = breaks[begin - 1];
    return best > low + CLEAR && best < high - CLEAR ? best : NAN;
}

/* What a division of the axis would take from the bound: the terms that are not linear, and a share of the rest. */
static double gain(const nw_splitting *splitting, const nw_evaluator *evaluator, const nw_centred *form, int axis,
                   double width, double all)
{
    const nw_domain *domain = &evaluator->domain;
    double rest = mag_get_d(form->rest), sum = evaluator->hint.share[axis];
    for (int a = 0; a < splitting->axes; a++)
        rest -= evaluator->hint.share[a];
    sum += fmax(rest, 0) * splitting->influence[axis] * width / all;
    for (size_t m = 1; m < domain->count; m++)
        if (domain->table.degree[m] > 1 && domain->table.power[m][axis] > 0)
            sum += fabs(arf_get_d(arb_midref(form->c + m), ARF_RND_NEAR)) * domain->table.power[m][axis] /
                   domain->table.degree[m];
    return isfinite(sum) ? sum : splitting->influence[axis] * width;
}

/* The costliest kink of the network across the axis, else the middle. */
static double place_on(const nw_kink_hint *hint, int axis, double low, double high)
{
    double at = hint->place[axis];
    return hint->weight[axis] > 0 && at > low + CLEAR && at < high - CLEAR ? at : low + (high - low) / 2;
}

bool nw_splitting_choose(int *axis, double *place, const nw_splitting *splitting, const nw_evaluator *evaluator,
                         const nw_centred *form, const double *low, const double *high)
{
    double all = 0, best = -1;
    for (int a = 0; a < splitting->axes; a++)
        all += splitting->influence[a] * (high[a] - low[a]);
    for (int a = 0; a < splitting->axes; a++) {
        double at = break_inside(splitting, a, low[a], high[a]);
        double value = gain(splitting, evaluator, form, a, high[a] - low[a], all);
        if (at > low[a])
            value += 1e30 * (high[a] - low[a]); /* breaks first */
        else
            at = place_on(&evaluator->hint, a, low[a], high[a]);
        if (at > low[a] && at < high[a] && value > best) {
            best = value;
            *axis = a;
            *place = at;
        }
    }
    return best >= 0;
}
