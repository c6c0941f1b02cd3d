#include "certify/bounder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/affine_network.h"
#include "certify/composed.h"

enum { COMPOSITE, TARGET, ERROR, REGISTERS, LANES = NW_BOX_LANES };

struct nw_bounder {
    const nw_composite *composite;
    const nw_target *target;
    nw_region region;
    nw_term_table terms;          /* of the variables */
    nw_ridge_sum *sum;            /* NULL: in affine forms, or layer by layer */
    nw_affine_network *affine;    /* NULL: layer by layer in Taylor models */
    double reach[NW_MOST_INPUTS]; /* how strongly the composite may depend on each variable, up to a factor */
    nw_space *space;              /* in double; registers COMPOSITE, TARGET, ERROR */
    nw_space *balls;              /* in Arb, with `bits` bits; made when needed */
    slong bits;
};

nw_bounder *nw_bounder_new(const nw_composite *composite, const nw_target *target, const nw_region *region)
{
    nw_bounder *bounder = nw_alloc(1, sizeof *bounder);
    bounder->composite = composite;
    bounder->target = target;
    bounder->region = *region;
    nw_term_table_fill(&bounder->terms, region->variables);
    if (composite->form == NW_PLAIN)
        bounder->sum = nw_ridge_sum_new(composite->primary, region);
    if (bounder->sum == NULL)
        bounder->affine = nw_affine_network_new(composite, region);
    if (bounder->sum == NULL && bounder->affine == NULL) {
        double reach[NW_MOST_INPUTS];
        nw_composite_reach(reach, composite);
        for (int v = 0; v < region->variables; v++)
            bounder->reach[v] = reach[region->axis[v]];
    }
    bounder->space = nw_space_new_along(NW_DOUBLE, region->inputs, region->varies, 53);
    nw_taylor_registers(bounder->space, REGISTERS);
    return bounder;
}

void nw_bounder_free(nw_bounder *bounder)
{
    if (bounder == NULL)
        return;
    nw_ridge_sum_free(bounder->sum);
    nw_affine_network_free(bounder->affine);
    nw_space_free(bounder->space);
    nw_space_free(bounder->balls);
    free(bounder);
}

/* a - b, rounded up.  The error of a difference of doubles is a double, and this is it (Knuth's two-sum). */
static double difference(double a, double b)
{
    double rounded = a - b, part = rounded - a;
    double error = (a - (rounded - part)) - (b + part);
    return error > 0 ? nextafter(rounded, INFINITY) : rounded;
}

/* Centre and half-widths, [centre - half, centre + half] covering the box. */
static void place(double *centre, double *half, const nw_box *box, int inputs)
{
    for (int i = 0; i < inputs; i++) {
        centre[i] = nw_box_middle(box, i);
        double above = difference(box->high[i], centre[i]), below = difference(centre[i], box->low[i]);
        half[i] = above > below ? above : below;
    }
}

/* ---- in double ---- */

/* The part of a remainder that an axis is to blame for: its share of the bends, as far as they are as large as what
 * they leave out.  A polynomial that left out the strongest terms altogether says nothing of where they come from. */
static double blamed(double bend, double bends, double remainder, double otherwise)
{
    if (!(bends > 0 && remainder < INFINITY))
        return otherwise;
    double trust = bends / (bends + remainder);
    return trust * (bend / bends) + (1 - trust) * otherwise;
}

/* Models of the composite on every lane: all at once where that is served. */
static void composite_models(nw_bounder *bounder, nw_model *models, double (*share)[NW_MOST_INPUTS],
                             const nw_lanes *lanes, size_t count)
{
    if (bounder->sum != NULL) {
        nw_ridge_sum_models(models, share, bounder->sum, lanes);
        return;
    }
    for (size_t l = 0; l < count; l++) {
        double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS], bend[NW_MOST_INPUTS];
        for (int i = 0; i < bounder->region.inputs; i++) {
            centre[i] = lanes->centre[i][l];
            half[i] = lanes->half[i][l];
        }
        if (bounder->affine != NULL) {
            nw_affine_network_model(bounder->affine, &models[l], share[l], centre, half);
            continue;
        }
        nw_space_box(bounder->space, centre, half);
        nw_composite_taylor(bounder->space, NW_DOUBLE, COMPOSITE, bounder->composite);
        models[l] = *nw_taylor_model(bounder->space, COMPOSITE);
        /* A remainder comes from where the function bends, as far as the polynomial knows; and never from an axis alone
         * along which the box is narrow. */
        double bends = 0, reaches = 0, reach[NW_MOST_INPUTS];
        nw_polynomial_bends(bend, models[l].c, &bounder->terms);
        for (int v = 0; v < bounder->region.variables; v++) {
            reach[v] = bounder->reach[v] * half[bounder->region.axis[v]];
            bends += bend[v];
            reaches += reach[v];
        }
        for (int v = 0; v < bounder->region.variables; v++) {
            double part = reaches > 0 ? reach[v] / reaches : 0;
            share[l][v] = models[l].remainder * blamed(bend[v], bends, models[l].remainder, part);
        }
    }
}

/* By how much halving each axis would help: what is not bounded by its exact maximum, by the axis it comes from. */
static void find_pulls(double *pulls, const nw_model *error, const nw_model *target, const double *share,
                       const double *halves, const nw_term_table *terms, const nw_region *region)
{
    int n = terms->inputs;
    double bend[NW_MOST_INPUTS], pull[NW_MOST_INPUTS], half[NW_MOST_INPUTS], total = 0, width = 0;
    for (int i = 0; i < n; i++) {
        pull[i] = share[i];
        half[i] = halves[region->axis[i]];
        width += half[i];
    }
    for (size_t t = 1 + (size_t)n; t < terms->count; t++) {
        if (terms->degree[t] == 2 && terms->power[t][terms->axis[t]] == 2)
            continue;
        for (int i = 0; i < n; i++)
            pull[i] += fabs(error->c[t]) * terms->power[t][i];
    }
    nw_polynomial_bends(bend, target->c, terms);
    for (int i = 0; i < n; i++)
        total += bend[i];
    for (int i = 0; i < n; i++) {
        double part = blamed(bend[i], total, target->remainder, width > 0 ? half[i] / width : 0);
        pull[i] += target->remainder < INFINITY ? target->remainder * part : 0;
        /* The longest side where nothing is known. */
        pull[i] = pull[i] < INFINITY ? pull[i] + 0x1p-900 * half[i] : half[i];
        pulls[region->axis[i]] = pull[i];
    }
}

static double into(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static void find_peak(nw_bounded *bounded, const nw_model *error, const nw_box *box, const double *centre,
                      const double *half, double worth, const nw_term_table *terms, const nw_region *region)
{
    bounded->peak = 0;
    if (!(bounded->bound > worth))
        return;
    double u[NW_MOST_INPUTS] = {0}, value = 0;
    if (bounded->bound < INFINITY)
        value = nw_polynomial_peak(u, error->c, worth, terms);
    if (!(error->remainder < 0.5 * value)) { /* the polynomial is no guide so far out; its constant may be */
        value = fabs(error->c[0]);
        memset(u, 0, sizeof u);
    }
    if (!(value > worth && value > 4 * error->rounding))
        return;
    bounded->peak = value;
    memcpy(bounded->point, centre, sizeof bounded->point);
    for (int v = 0; v < terms->inputs; v++) {
        int i = region->axis[v];
        bounded->point[i] = into(centre[i] + half[i] * u[v], box->low[i], box->high[i]);
    }
}

void nw_bounder_boxes(nw_bounder *bounder, nw_bounded *bounded, const nw_box *boxes, size_t count, double worth)
{
    nw_lanes lanes;
    nw_model models[LANES];
    double share[LANES][NW_MOST_INPUTS], centre[LANES][NW_MOST_INPUTS] = {{0}}, half[LANES][NW_MOST_INPUTS];
    int n = bounder->region.inputs;
    for (size_t l = 0; l < LANES; l++) {
        size_t from = l < count ? l : 0;
        place(centre[l], half[l], &boxes[from], n);
        for (int i = 0; i < n; i++) {
            lanes.centre[i][l] = centre[l][i];
            lanes.half[i][l] = half[l][i];
        }
    }
    composite_models(bounder, models, share, &lanes, count);
    for (size_t l = 0; l < count; l++) {
        nw_space_box(bounder->space, centre[l], half[l]);
        *nw_taylor_model(bounder->space, COMPOSITE) = models[l];
        nw_target_taylor(bounder->space, TARGET, bounder->target);
        nw_taylor_subtract(bounder->space, ERROR, COMPOSITE, TARGET);
        bounded[l].bound = nw_taylor_bound(bounder->space, ERROR, &bounded[l].rounding);
        const nw_model *error = nw_taylor_model(bounder->space, ERROR);
        const nw_model *target = nw_taylor_model(bounder->space, TARGET);
        memset(bounded[l].pull, 0, sizeof bounded[l].pull);
        find_pulls(bounded[l].pull, error, target, share[l], half[l], &bounder->terms, &bounder->region);
        find_peak(&bounded[l], error, &boxes[l], centre[l], half[l], worth, &bounder->terms, &bounder->region);
    }
}

/* Bounds of |v| from those of v; NaN becomes "nothing is known". */
static void absolute(double *lower, double *upper, double low, double high)
{
    *lower = low > 0 ? low : high < 0 ? -high : 0;
    *upper = high > -low ? high : -low;
    if (!(low <= high && *upper < INFINITY)) {
        *lower = 0;
        *upper = INFINITY;
    }
}

void nw_bounder_points(nw_bounder *bounder, double *lower, double *upper, const double (*points)[NW_MOST_INPUTS],
                       size_t count)
{
    nw_lanes lanes = {0};
    nw_model models[LANES];
    double share[LANES][NW_MOST_INPUTS];
    static const double nothing[NW_MOST_INPUTS] = {0};
    for (size_t l = 0; l < LANES; l++)
        for (int i = 0; i < bounder->region.inputs; i++)
            lanes.centre[i][l] = points[l < count ? l : 0][i];
    /* A box of no width: the model's range is that of one value. */
    composite_models(bounder, models, share, &lanes, count);
    for (size_t l = 0; l < count; l++) {
        double low, high;
        nw_space_box(bounder->space, points[l], nothing);
        *nw_taylor_model(bounder->space, COMPOSITE) = models[l];
        nw_target_taylor(bounder->space, TARGET, bounder->target);
        nw_taylor_subtract(bounder->space, ERROR, COMPOSITE, TARGET);
        nw_taylor_range(bounder->space, ERROR, &low, &high);
        absolute(&lower[l], &upper[l], low, high);
    }
}

/* ---- in Arb ---- */

double nw_bounder_exactly(nw_bounder *bounder, const nw_box *box, slong prec, double *rounding)
{
    if (bounder->balls == NULL || bounder->bits != prec) {
        nw_space_free(bounder->balls);
        bounder->balls = nw_space_new_along(NW_ARB, bounder->region.inputs, bounder->region.varies, prec);
        bounder->bits = prec;
        nw_taylor_registers(bounder->balls, REGISTERS);
    }
    double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];
    place(centre, half, box, bounder->region.inputs);
    nw_space_box(bounder->balls, centre, half);
    nw_composite_taylor(bounder->balls, NW_ARB, COMPOSITE, bounder->composite);
    nw_target_taylor(bounder->balls, TARGET, bounder->target);
    nw_taylor_subtract(bounder->balls, ERROR, COMPOSITE, TARGET);
    return nw_taylor_bound(bounder->balls, ERROR, rounding);
}

void nw_bounder_point_exactly(nw_bounder *bounder, double *lower, double *upper, const double *point, slong prec)
{
    arb_t error, value;
    arf_t low, high;
    arb_init(error);
    arb_init(value);
    arf_init(low);
    arf_init(high);
    nw_composite_enclose(error, bounder->composite, point, prec);
    nw_target_enclose(value, bounder->target, point, prec);
    arb_sub(error, error, value, prec);
    arb_get_lbound_arf(low, error, prec);
    arb_get_ubound_arf(high, error, prec);
    absolute(lower, upper, arf_get_d(low, ARF_RND_FLOOR), arf_get_d(high, ARF_RND_CEIL));
    arb_clear(error);
    arb_clear(value);
    arf_clear(low);
    arf_clear(high);
}
