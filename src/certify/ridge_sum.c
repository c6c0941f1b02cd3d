/* N(x) = bias + sum_j a_j s(w_j . x + b_j).  Around the centre of a box unit j is k_0 + k_1 d + k_2 d^2 + k_3 d^3 with
 * d = sum_i w_ji h_i u_i, so that the coefficient of u^p in N is many(p) h^p sum_j (a_j w_j^p) k_|p|,j: the products
 * a_j w_j^p are formed once, and a box costs one expansion a unit and one sum a term.
 *
 * The bounds below are those of rounding.md, section 2, by the same letters. */
#include "certify/ridge_sum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hot.h"
#include "base/memory.h"
#include "certify/wires.h"

NW_HOT_FILE

enum {
    LANES = NW_BOX_LANES,
    BLOCK = 32 /* units whose expansions stay in the first-level cache */
};

#define UNIT_ROUNDOFF 0x1p-53
#define LARGEST 0x1p100

typedef struct hidden_unit { /* by variable */
    double weight[NW_MOST_INPUTS], bias;
    double shift;                  /* delta: how far the computed t0 is off */
    double size;                   /* |a| */
    double pull[NW_MOST_INPUTS];   /* |a w_i| / sum |w| */
    double product[NW_MOST_TERMS]; /* a w^p */
} hidden_unit;

struct nw_ridge_sum {
    nw_term_table terms;
    int axis[NW_MOST_INPUTS]; /* of the variables */
    nw_activation activation;
    size_t units;
    hidden_unit *unit;
    double bias;
    double gamma;    /* of sums */
    double error[4]; /* of expansions */
};

static bool within(const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(numbers[i]) <= LARGEST))
            return false;
    return true;
}

nw_ridge_sum *nw_ridge_sum_new(const nw_network *network, const nw_region *region)
{
    if (network->layer_count != 2 || network->outputs != 1 || network->layers[1].activation != NW_IDENTITY ||
        !within(network->parameters, network->parameter_count))
        return NULL;
    size_t inputs = network->inputs, n = (size_t)region->variables;
    const double *parameters = network->parameters;
    const nw_wires outer = nw_unit_wires(&network->layers[1], 0);
    nw_ridge_sum *sum = nw_alloc(1, sizeof *sum);
    nw_term_table_fill(&sum->terms, (int)n);
    memcpy(sum->axis, region->axis, sizeof sum->axis);
    sum->activation = network->layers[0].activation;
    sum->unit = nw_alloc(outer.count + 1, sizeof *sum->unit);
    sum->bias = nw_wire_bias(&outer, parameters);
    for (size_t c = 0; c < outer.count; c++) {
        double factor = parameters[outer.first + c], weight[NW_MOST_INPUTS] = {0};
        if (factor == 0) /* a unit that is not there */
            continue;
        const nw_wires wires = nw_unit_wires(&network->layers[0], nw_wire_source(&outer, c));
        for (size_t i = 0; i < wires.count; i++)
            weight[nw_wire_source(&wires, i)] = parameters[wires.first + i];
        hidden_unit *unit = &sum->unit[sum->units++];
        double total = 0, size = 0;
        unit->bias = nw_wire_bias(&wires, parameters);
        size = fabs(unit->bias);
        unit->size = fabs(factor);
        for (size_t i = 0; i < inputs; i++) {
            size += fabs(weight[i]);
            if (!region->varies[i])
                unit->bias += weight[i] * region->low[i];
        }
        for (size_t i = 0; i < n; i++) {
            unit->weight[i] = weight[region->axis[i]];
            total += fabs(unit->weight[i]);
        }
        for (size_t i = 0; i < n && total > 0; i++)
            unit->pull[i] = unit->size * (fabs(unit->weight[i]) / total);
        unit->product[0] = factor;
        for (size_t t = 1; t < sum->terms.count; t++)
            unit->product[t] = unit->product[sum->terms.parent[t]] * unit->weight[sum->terms.axis[t]];
        /* |fl(b + sum w_i c_i) - (b + sum w_i c_i)| <= gamma_5 (|b| + sum |w_i|), as |c_i| <= 1, over all axes: those
         * of no width are in `bias` already.  8 > 5 units cover the roundings of the bound itself, 2^-1000 what
         * underflows. */
        unit->shift = 8 * UNIT_ROUNDOFF * size + 0x1p-1000;
    }
    /* The roundings on the way of one product into a coefficient: 3 + 1 + (units + 1) + 5, and 6 to spare. */
    sum->gamma = (double)(sum->units + 16) * UNIT_ROUNDOFF;
    for (int p = 0; p <= NW_TAYLOR_ORDER; p++)
        sum->error[p] = nw_expansion_error(sum->activation)[p];
    return sum;
}

void nw_ridge_sum_free(nw_ridge_sum *sum)
{
    if (sum == NULL)
        return;
    free(sum->unit);
    free(sum);
}

/* ---- loops over lanes ---- */

/* One number a box: vectors of GCC and Clang, for whatever width the machine has.  They are only handed on by
 * address. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef long long lane_bits __attribute__((vector_size(LANES * sizeof(long long))));

/* What is added up over the units. */
typedef struct lane_sums {
    lanes c[NW_MOST_TERMS], remainder, rounding, share[NW_MOST_INPUTS];
} lane_sums;

typedef struct expansions {
    lanes t0[BLOCK], rho[BLOCK], k[4][BLOCK], remainder[BLOCK];
} expansions;

typedef struct lane_boxes {
    lanes centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];
} lane_boxes;

#define INLINED static inline __attribute__((always_inline))

INLINED void set_size(lanes *size, const lanes *x)
{
    const lane_bits all_but_sign = (lane_bits){0} + 0x7fffffffffffffffLL;
    *size = (lanes)((lane_bits)*x & all_but_sign);
}

/* t0 and rho of every unit.  n is a constant where this is inlined, here and below. */
INLINED void place(expansions *restrict at, const hidden_unit *restrict unit, size_t count,
                   const lane_boxes *restrict boxes, int n)
{
    for (size_t j = 0; j < count; j++) {
        const hidden_unit *u = unit + j;
        lanes t = (lanes){0} + u->bias, reach = (lanes){0} + u->shift;
        for (int i = 0; i < n; i++) {
            t += u->weight[i] * boxes->centre[i];
            reach += fabs(u->weight[i]) * boxes->half[i];
        }
        at->t0[j] = t;
        /* rho >= sum |w_i| h_i + delta: at most 6 roundings of sums of nonnegative numbers. */
        at->rho[j] = reach * (1 + 0x1p-48);
    }
}

/* sums += the units' terms. */
INLINED void add_units(lane_sums *restrict sums, const expansions *restrict at, const hidden_unit *restrict unit,
                       size_t count, const double *restrict error, double gamma, int n)
{
    const int squares = 1 + n, cubes = squares + n * (n + 1) / 2, terms = cubes + n * (n + 1) * (n + 2) / 6;
    lanes c[NW_MOST_TERMS], share[NW_MOST_INPUTS], rounding = sums->rounding, remainder = sums->remainder;
    for (int t = 0; t < terms; t++)
        c[t] = sums->c[t];
    for (int i = 0; i < n; i++)
        share[i] = sums->share[i];
    for (size_t j = 0; j < count; j++) {
        const hidden_unit *u = unit + j;
        const double *product = u->product;
        lanes k0 = at->k[0][j], k1 = at->k[1][j], k2 = at->k[2][j], k3 = at->k[3][j];
        lanes r = at->rho[j], left_out = at->remainder[j], m0, m1, m2, m3;
        c[0] += product[0] * k0;
        for (int t = 1; t < squares; t++)
            c[t] += product[t] * k1;
        for (int t = squares; t < cubes; t++)
            c[t] += product[t] * k2;
        for (int t = cubes; t < terms; t++)
            c[t] += product[t] * k3;
        set_size(&m0, &k0);
        set_size(&m1, &k1);
        set_size(&m2, &k2);
        set_size(&m3, &k3);
        /* sum_p (gamma |k_p| + error_p) rho^p: sums of products and errors of expansions. */
        lanes own = (gamma * m0 + error[0]) +
                    r * ((gamma * m1 + error[1]) + r * ((gamma * m2 + error[2]) + r * (gamma * m3 + error[3])));
        /* delta times the Lipschitz constant of the polynomial on |d| <= rho: t0 is off. */
        lanes moved = u->shift * (m1 + r * (2 * m2 + r * (3 * m3)));
        rounding += u->size * (own + moved);
        remainder += u->size * left_out;
        for (int i = 0; i < n; i++)
            share[i] += u->pull[i] * left_out;
    }
    for (int t = 0; t < terms; t++)
        sums->c[t] = c[t];
    for (int i = 0; i < n; i++)
        sums->share[i] = share[i];
    sums->rounding = rounding;
    sums->remainder = remainder;
}

#define LOOPS_FOR(n)                                                                                                   \
    NW_CLONES                                                                                                          \
    static void place_##n(expansions *at, const hidden_unit *unit, size_t count, const lane_boxes *boxes)              \
    {                                                                                                                  \
        place(at, unit, count, boxes, n);                                                                              \
    }                                                                                                                  \
    NW_CLONES                                                                                                          \
    static void add_units_##n(lane_sums *sums, const expansions *at, const hidden_unit *unit, size_t count,            \
                              const double *error, double gamma)                                                       \
    {                                                                                                                  \
        add_units(sums, at, unit, count, error, gamma, n);                                                             \
    }

LOOPS_FOR(1)
LOOPS_FOR(2)
LOOPS_FOR(3)
LOOPS_FOR(4)

typedef void place_loop(expansions *at, const hidden_unit *unit, size_t count, const lane_boxes *boxes);
typedef void add_loop(lane_sums *sums, const expansions *at, const hidden_unit *unit, size_t count, const double *error,
                      double gamma);

static place_loop *const place_loops[] = {place_1, place_2, place_3, place_4};
static add_loop *const add_loops[] = {add_units_1, add_units_2, add_units_3, add_units_4};

/* The sums in the coordinates of each box. */
static void write_models(nw_model *models, double (*share)[NW_MOST_INPUTS], const lane_sums *sums,
                         const nw_term_table *terms, const lane_boxes *boxes)
{
    for (size_t l = 0; l < LANES; l++) {
        nw_model *model = &models[l];
        double power[NW_MOST_TERMS];
        power[0] = 1;
        model->c[0] = sums->c[0][l];
        for (size_t t = 1; t < terms->count; t++) {
            power[t] = power[terms->parent[t]] * boxes->half[terms->axis[t]][l];
            model->c[t] = sums->c[t][l] * (terms->many[t] * power[t]);
        }
        /* Sums of at most 2^20 + 32 nonnegative numbers, rounded: 2^-30 outweighs it. */
        model->remainder = sums->remainder[l] * (1 + 0x1p-30);
        model->rounding = sums->rounding[l] * (1 + 0x1p-30);
        for (int i = 0; i < terms->inputs; i++)
            share[l][i] = sums->share[i][l] * boxes->half[i][l];
    }
}

void nw_ridge_sum_models(nw_model *models, double (*share)[NW_MOST_INPUTS], const nw_ridge_sum *sum,
                         const nw_lanes *boxes)
{
    lane_sums sums = {0};
    lane_boxes places;
    expansions at;
    int n = sum->terms.inputs;
    for (int v = 0; v < n; v++) {
        memcpy(&places.centre[v], boxes->centre[sum->axis[v]], sizeof places.centre[v]);
        memcpy(&places.half[v], boxes->half[sum->axis[v]], sizeof places.half[v]);
    }
    sums.c[0] += sum->bias;
    if (sum->units > 0) /* the last covers underflows */
        sums.rounding += sum->gamma * fabs(sum->bias) + 0x1p-500;
    for (size_t first = 0; first < sum->units; first += BLOCK) {
        size_t count = sum->units - first < BLOCK ? sum->units - first : BLOCK;
        place_loops[n - 1](&at, sum->unit + first, count, &places);
        double *const k[4] = {(double *)at.k[0], (double *)at.k[1], (double *)at.k[2], (double *)at.k[3]};
        nw_expand_many(sum->activation, count * LANES, (double *)at.t0, (double *)at.rho, k, (double *)at.remainder);
        add_loops[n - 1](&sums, &at, sum->unit + first, count, sum->error, sum->gamma);
    }
    write_models(models, share, &sums, &sum->terms, &places);
}
