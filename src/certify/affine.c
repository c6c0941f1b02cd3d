#include "certify/affine_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

nw_affine *nw_affine_new(const nw_region *region)
{
    nw_affine *affine = nw_alloc(1, sizeof *affine);
    affine->variables = region->variables;
    memcpy(affine->axis, region->axis, sizeof affine->axis);
    for (int i = 0; i < NW_MOST_INPUTS; i++)
        affine->variable[i] = -1;
    for (int v = 0; v < region->variables; v++)
        affine->variable[region->axis[v]] = v;
    return affine;
}

void nw_affine_free(nw_affine *affine)
{
    if (affine == NULL)
        return;
    free(affine->pool);
    free(affine->kinks);
    free(affine->place);
    free(affine->from);
    free(affine->sum);
    free(affine->touched);
    free(affine->square);
    free(affine);
}

void nw_affine_begin(nw_affine *affine, const double *centre, const double *half)
{
    memcpy(affine->centre, centre, sizeof affine->centre);
    memcpy(affine->half, half, sizeof affine->half);
    affine->pooled = affine->kink_count = affine->noises = 0;
}

void nw_affine_input(const nw_affine *affine, nw_affine_form *out, int axis)
{
    int v = affine->variable[axis];
    *out = (nw_affine_form){.c = {affine->centre[axis]}};
    out->size = fabs(out->c[0]);
    if (v >= 0) {
        out->c[1 + v] = affine->half[axis];
        out->size += affine->half[axis];
    }
}

/* ---- sums ---- */

static void make_unknown(nw_affine_form *out)
{
    *out = (nw_affine_form){.rounding = INFINITY};
}

void nw_affine_add_terms(nw_affine *affine, double factor, const nw_affine_form *form)
{
    const nw_noise_term *term = affine->pool + form->first;
    for (size_t i = 0; i < form->count; i++)
        nw_affine_touch(affine, term[i].noise, factor * term[i].part);
}

void nw_affine_gather(nw_affine *affine, nw_affine_form *out, double all)
{
    double size = fabs(out->c[0]), dropped = 0;
    for (int v = 1; v <= affine->variables; v++)
        size += fabs(out->c[v]);
    out->first = affine->pooled;
    out->count = 0;
    for (size_t word = 0; 64 * word < affine->noises; word++) {
        uint64_t bits = affine->touched[word];
        affine->touched[word] = 0;
        for (; bits != 0; bits &= bits - 1) {
            uint32_t noise = (uint32_t)(64 * word) + (uint32_t)__builtin_ctzll(bits);
            double part = affine->sum[noise];
            affine->sum[noise] = 0;
            if (fabs(part) <= 0x1p-50 * all) {
                dropped += fabs(part);
                continue;
            }
            size += fabs(part); /* NaN stays */
            if (affine->pooled == affine->pool_room) {
                affine->pool_room = 2 * affine->pool_room + 1024;
                affine->pool = nw_grow(affine->pool, affine->pool_room, sizeof *affine->pool);
            }
            affine->pool[affine->pooled++] = (nw_noise_term){noise, part};
            out->count++;
        }
    }
    out->size = size;
    out->rounding += dropped;
    out->rounding *= 1 + 0x1p-30;
    if (!(size < INFINITY && out->rounding < INFINITY))
        make_unknown(out);
}

void nw_affine_sum(nw_affine *affine, nw_affine_form *out, const nw_affine_form *in, const nw_wires *wires,
                   const double *parameters)
{
    const double *weight = parameters + wires->first;
    double bias = nw_wire_bias(wires, parameters), all = fabs(bias), rounding = 0, c[1 + NW_MOST_INPUTS] = {bias};
    for (size_t i = 0; i < wires->count; i++) {
        const nw_affine_form *form = in + nw_wire_source(wires, i);
        double w = weight[i], factor = fabs(w);
        if (factor == 0) /* 0 times a form of which nothing is known is still 0 */
            continue;
        rounding += factor * form->rounding;
        if (form->size == 0)
            continue;
        all += factor * form->size;
        for (int v = 0; v <= NW_MOST_INPUTS; v++)
            c[v] += w * form->c[v];
        if (form->count > 0)
            nw_affine_add_terms(affine, w, form);
    }
    *out = (nw_affine_form){.rounding = rounding + (double)(wires->count + 2) * NW_UNIT_ROUNDOFF * all + NW_UNDERFLOW};
    memcpy(out->c, c, sizeof c);
    nw_affine_gather(affine, out, all);
}

/* ---- ranges and models ---- */

/* The sum of |coefficients| but the constant, with `rounding`, and a little more than the roundings on the way. */
static double spread_of(const nw_affine *affine, const nw_affine_form *form)
{
    double spread = form->rounding;
    for (int v = 1; v <= NW_MOST_INPUTS; v++)
        spread += fabs(form->c[v]);
    for (size_t i = 0; i < form->count; i++)
        spread += fabs(affine->pool[form->first + i].part);
    /* At most count + 5 roundings of nonnegative numbers, each a factor >= 1 - u, and one of the product. */
    return spread * (1 + (double)(form->count + 16) * NW_UNIT_ROUNDOFF);
}

void nw_affine_range(const nw_affine *affine, double *low, double *high, const nw_affine_form *form)
{
    double spread = spread_of(affine, form), below = form->c[0] - spread, above = form->c[0] + spread;
    /* Each is off by at most u times itself. */
    *low = below - fabs(below) * 0x1p-52;
    *high = above + fabs(above) * 0x1p-52;
}

void nw_affine_model(const nw_affine *affine, nw_model *out, double *share, const nw_affine_form *form)
{
    double remainder = form->rounding < INFINITY ? 0 : INFINITY;
    *out = (nw_model){.rounding = form->rounding < INFINITY ? form->rounding : 0};
    memset(share, 0, NW_MOST_INPUTS * sizeof *share);
    memcpy(out->c, form->c, (1 + (size_t)affine->variables) * sizeof *out->c);
    for (size_t i = 0; i < form->count; i++) {
        const nw_noise_term *term = affine->pool + form->first + i;
        remainder += fabs(term->part);
        for (int v = 0; v < affine->variables; v++)
            share[v] += fabs(term->part) * affine->from[term->noise][v];
    }
    out->remainder = remainder * (1 + 0x1p-30);
}
