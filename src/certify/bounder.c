#include "certify/bounder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/layers.h"

enum { NETWORK, TARGET, ERROR, REGISTERS, LANES = NW_BOX_LANES };

struct nw_bounder {
    const nw_network *network;
    const nw_target *target;
    int inputs;
    nw_term_table terms;
    nw_ridge_sum *sum;            /* NULL: layer by layer */
    double reach[NW_MOST_INPUTS]; /* how strongly the network may depend on each input, up to a factor */
    nw_space *space;              /* in double; registers NETWORK, TARGET, ERROR */
    nw_space *balls;              /* in Arb, with `bits` bits; made when needed */
    slong bits;
};

/* The sizes of the weights along all paths from an input to the output, added up. */
static void find_reach(double *reach, const nw_network *network)
{
    size_t widest = network->inputs;
    for (size_t k = 0; k < network->layer_count; k++)
        widest = network->layers[k].units > widest ? network->layers[k].units : widest;
    double *after = nw_alloc(widest, sizeof *after), *before = nw_alloc(widest, sizeof *before);
    after[0] = 1;
    for (size_t k = network->layer_count; k-- > 0;) {
        const nw_layer *layer = &network->layers[k];
        const double *weights = nw_layer_weights(network, k);
        double most = 0;
        memset(before, 0, layer->inputs * sizeof *before);
        for (size_t j = 0; j < layer->units; j++)
            for (size_t i = 0; i < layer->inputs; i++)
                before[i] += after[j] * fabs(weights[j * layer->inputs + i]);
        for (size_t i = 0; i < layer->inputs; i++)
            most = before[i] > most ? before[i] : most;
        for (size_t i = 0; i < layer->inputs; i++) /* nothing overflows on the way, and nothing is left out */
            after[i] = most > 0 && most < INFINITY ? before[i] / most + 0x1p-100 : 1;
    }
    memcpy(reach, after, network->inputs * sizeof *reach);
    free(after);
    free(before);
}

nw_bounder *nw_bounder_new(const nw_network *network, const nw_target *target)
{
    nw_bounder *bounder = nw_alloc(1, sizeof *bounder);
    bounder->network = network;
    bounder->target = target;
    bounder->inputs = (int)network->inputs;
    nw_term_table_fill(&bounder->terms, bounder->inputs);
    bounder->sum = nw_ridge_sum_new(network);
    if (bounder->sum == NULL)
        find_reach(bounder->reach, network);
    bounder->space = nw_space_new(NW_DOUBLE, bounder->inputs, 53);
    nw_taylor_registers(bounder->space, REGISTERS);
    return bounder;
}

void nw_bounder_free(nw_bounder *bounder)
{
    if (bounder == NULL)
        return;
    nw_ridge_sum_free(bounder->sum);
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

/* Models of the network on every lane: all at once where that is served. */
static void network_models(nw_bounder *bounder, nw_model *models, double (*share)[NW_MOST_INPUTS],
                           const nw_lanes *lanes, size_t count)
{
    if (bounder->sum != NULL) {
        nw_ridge_sum_models(models, share, bounder->sum, lanes);
        return;
    }
    for (size_t l = 0; l < count; l++) {
        double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS], bend[NW_MOST_INPUTS];
        for (int i = 0; i < bounder->inputs; i++) {
            centre[i] = lanes->centre[i][l];
            half[i] = lanes->half[i][l];
        }
        nw_space_box(bounder->space, centre, half);
        nw_layers_taylor(bounder->space, NW_DOUBLE, NETWORK, bounder->network);
        models[l] = *nw_taylor_model(bounder->space, NETWORK);
        /* A remainder comes from where the function bends, as far as the polynomial knows; and never from an axis alone
         * along which the box is narrow. */
        double bends = 0, reaches = 0;
        nw_polynomial_bends(bend, models[l].c, &bounder->terms);
        for (int i = 0; i < bounder->inputs; i++) {
            bends += bend[i];
            reaches += bounder->reach[i] * half[i];
        }
        for (int i = 0; i < bounder->inputs; i++) {
            double part = reaches > 0 ? bounder->reach[i] * half[i] / reaches : 0;
            share[l][i] = models[l].remainder * blamed(bend[i], bends, models[l].remainder, part);
        }
    }
}

/* By how much halving each axis would help: what is not bounded by its exact maximum, by the axis it comes from. */
static void find_pulls(double *pull, const nw_model *error, const nw_model *target, const double *share,
                       const double *half, const nw_term_table *terms)
{
    int n = terms->inputs;
    double bend[NW_MOST_INPUTS], total = 0, width = 0;
    for (int i = 0; i < n; i++) {
        pull[i] = share[i];
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
        double part = blamed(bend[i], total, target->remainder, half[i] / width);
        pull[i] += target->remainder < INFINITY ? target->remainder * part : 0;
        /* The longest side where nothing is known. */
        pull[i] = pull[i] < INFINITY ? pull[i] + 0x1p-900 * half[i] : half[i];
    }
}

static double into(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

static void find_peak(nw_bounded *bounded, const nw_model *error, const nw_box *box, const double *centre,
                      const double *half, double worth, const nw_term_table *terms)
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
    for (int i = 0; i < terms->inputs; i++)
        bounded->point[i] = into(centre[i] + half[i] * u[i], box->low[i], box->high[i]);
}

void nw_bounder_boxes(nw_bounder *bounder, nw_bounded *bounded, const nw_box *boxes, size_t count, double worth)
{
    nw_lanes lanes;
    nw_model models[LANES];
    double share[LANES][NW_MOST_INPUTS], centre[LANES][NW_MOST_INPUTS], half[LANES][NW_MOST_INPUTS];
    int n = bounder->inputs;
    for (size_t l = 0; l < LANES; l++) {
        size_t from = l < count ? l : 0;
        place(centre[l], half[l], &boxes[from], n);
        for (int i = 0; i < n; i++) {
            lanes.centre[i][l] = centre[l][i];
            lanes.half[i][l] = half[l][i];
        }
    }
    network_models(bounder, models, share, &lanes, count);
    for (size_t l = 0; l < count; l++) {
        nw_space_box(bounder->space, centre[l], half[l]);
        *nw_taylor_model(bounder->space, NETWORK) = models[l];
        nw_target_taylor(bounder->space, TARGET, bounder->target);
        nw_taylor_subtract(bounder->space, ERROR, NETWORK, TARGET);
        bounded[l].bound = nw_taylor_bound(bounder->space, ERROR, &bounded[l].rounding);
        const nw_model *error = nw_taylor_model(bounder->space, ERROR);
        const nw_model *target = nw_taylor_model(bounder->space, TARGET);
        find_pulls(bounded[l].pull, error, target, share[l], half[l], &bounder->terms);
        find_peak(&bounded[l], error, &boxes[l], centre[l], half[l], worth, &bounder->terms);
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
        for (int i = 0; i < bounder->inputs; i++)
            lanes.centre[i][l] = points[l < count ? l : 0][i];
    /* A box of no width: the model's range is that of one value. */
    network_models(bounder, models, share, &lanes, count);
    for (size_t l = 0; l < count; l++) {
        double low, high;
        nw_space_box(bounder->space, points[l], nothing);
        *nw_taylor_model(bounder->space, NETWORK) = models[l];
        nw_target_taylor(bounder->space, TARGET, bounder->target);
        nw_taylor_subtract(bounder->space, ERROR, NETWORK, TARGET);
        nw_taylor_range(bounder->space, ERROR, &low, &high);
        absolute(&lower[l], &upper[l], low, high);
    }
}

/* ---- in Arb ---- */

double nw_bounder_exactly(nw_bounder *bounder, const nw_box *box, slong prec, double *rounding)
{
    if (bounder->balls == NULL || bounder->bits != prec) {
        nw_space_free(bounder->balls);
        bounder->balls = nw_space_new(NW_ARB, bounder->inputs, prec);
        bounder->bits = prec;
        nw_taylor_registers(bounder->balls, REGISTERS);
    }
    double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];
    place(centre, half, box, bounder->inputs);
    nw_space_box(bounder->balls, centre, half);
    nw_layers_taylor(bounder->balls, NW_ARB, NETWORK, bounder->network);
    nw_target_taylor(bounder->balls, TARGET, bounder->target);
    nw_taylor_subtract(bounder->balls, ERROR, NETWORK, TARGET);
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
    nw_layers_enclose(error, bounder->network, point, prec);
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
