#include "target/ridges.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "numeric/elementary.h"

nw_ridges *nw_ridges_new(size_t terms, size_t factors)
{
    nw_ridges *ridges = nw_alloc(1, sizeof *ridges);
    ridges->terms = terms;
    ridges->factors = factors;
    ridges->ridge = nw_alloc(terms * factors, sizeof *ridges->ridge);
    return ridges;
}

void nw_ridges_free(nw_ridges *ridges)
{
    if (ridges != NULL)
        free(ridges->ridge);
    free(ridges);
}

void nw_ridges_clear(nw_target *target)
{
    nw_ridges_free(target->ridges);
}

/* ---- norms ---- */

enum { ORDERS = NW_TAYLOR_ORDER + 1 };

/* sup |f^(j)| over the real line for j < ORDERS; for the identity, which is bounded because the cube is, over the cube:
 * sups of the two functions that are drawn stand in `known`. */
typedef struct known_sups {
    arb_ptr tanh, cos;
} known_sups;

static arb_ptr function_sups(nw_function function, int order, slong prec)
{
    arb_ptr sups = _arb_vec_init(ORDERS);
    nw_univariate f = {.function = function};
    for (int j = 0; j <= order; j++)
        if (!nw_univariate_sup(sups + j, &f, j, prec))
            arb_pos_inf(sups + j);
    return sups;
}

/* Of a factor without its coefficient. */
static void factor_sups(arb_ptr sups, const nw_ridge *ridge, const known_sups *known, slong prec)
{
    if (ridge->function != NW_FUNCTION_IDENTITY) {
        _arb_vec_set(sups, ridge->function == NW_FUNCTION_TANH ? known->tanh : known->cos, ORDERS);
        return;
    }
    arb_t part;
    arb_init(part);
    _arb_vec_zero(sups, ORDERS);
    arb_one(sups + 1);
    arb_set_d(sups, fabs(ridge->offset));
    for (int axis = 0; axis < NW_MOST_INPUTS; axis++) {
        arb_set_d(part, fabs(ridge->slope[axis]));
        arb_add(sups, sups, part, prec);
    }
    arb_clear(part);
}

/* Which inputs a factor of a term depends on: those of its own side; with one factor, all. */
static bool depends(const nw_target *target, size_t factor, int axis)
{
    return target->ridges->factors == 1 || (factor == 0) == (axis < target->m1);
}

/* |coefficient| sup |f^(|k|)| prod |slope_i|^k_i, k the part of the multi-index on the factor's inputs: the supremum
 * over the real line of D^k of the factor is at most that. */
static void factor_bound(arb_t bound, arb_srcptr sups, const nw_target *target, size_t factor, const nw_ridge *ridge,
                         const int *k, slong prec)
{
    arb_t slope, pi;
    arb_init(slope);
    arb_init(pi);
    arb_const_pi(pi, prec);
    arb_set_d(bound, fabs(ridge->coefficient));
    int degree = 0;
    for (int axis = 0; axis < target->inputs; axis++) {
        if (k[axis] == 0 || !depends(target, factor, axis))
            continue;
        degree += k[axis];
        arb_set_d(slope, fabs(ridge->slope[axis]));
        if (target->ridges->pi)
            arb_mul(slope, slope, pi, prec);
        arb_pow_ui(slope, slope, (ulong)k[axis], prec);
        arb_mul(bound, bound, slope, prec);
    }
    arb_mul(bound, bound, sups + degree, prec);
    arb_clear(slope);
    arb_clear(pi);
}

/* bound += sum over |k| <= r of prod over factors of the bounds above. */
static void add_term(arb_t bound, arb_srcptr sups, const nw_target *target, const nw_ridge *ridge, slong prec)
{
    arb_t term, factor;
    arb_init(term);
    arb_init(factor);
    for (size_t index = 0; index < nw_taylor_terms(target->inputs); index++) {
        int k[NW_MOST_INPUTS], degree = 0;
        nw_taylor_exponents(k, target->inputs, index);
        for (int axis = 0; axis < target->inputs; axis++)
            degree += k[axis];
        if (degree > target->order)
            break; /* the exponents come by degree */
        arb_one(term);
        for (size_t f = 0; f < target->ridges->factors; f++) {
            factor_bound(factor, sups + (slong)f * ORDERS, target, f, &ridge[f], k, prec);
            arb_mul(term, term, factor, prec);
        }
        arb_add(bound, bound, term, prec);
    }
    arb_clear(term);
    arb_clear(factor);
}

/* The two factors of a term have no input in common, so by Leibniz D^k (b a) = D^(k on x) b * D^(k on I) a, and
 *     sum over |k| <= r of ||D^k y|| <= sum over |k| <= r, terms of prod over factors of the bounds above.
 * For inner, b = sum_i c_i x_i has the derivatives c_i and none of higher order: sup b^(j) = 0 for j >= 2. */
void nw_ridges_norm(arb_t bound, const nw_target *target, slong prec)
{
    const nw_ridges *ridges = target->ridges;
    known_sups known = {function_sups(NW_FUNCTION_TANH, target->order, prec),
                        function_sups(NW_FUNCTION_COS, target->order, prec)};
    arb_ptr sups = _arb_vec_init(2 * ORDERS);
    arb_zero(bound);
    for (size_t t = 0; t < ridges->terms; t++) {
        const nw_ridge *ridge = &ridges->ridge[t * ridges->factors];
        for (size_t f = 0; f < ridges->factors; f++)
            factor_sups(sups + (slong)f * ORDERS, &ridge[f], &known, prec);
        add_term(bound, sups, target, ridge, prec);
    }
    _arb_vec_clear(sups, 2 * ORDERS);
    _arb_vec_clear(known.tanh, ORDERS);
    _arb_vec_clear(known.cos, ORDERS);
}

/* ---- values ---- */

enum { BLOCK = 256 };

static const double PI = 3.14159265358979323846;

/* value[i] *= the factor at point i. */
static void multiply_by_ridge(double *value, const nw_ridge *ridge, bool pi, int inputs, size_t count, const double *x)
{
    double t[BLOCK];
    for (size_t i = 0; i < count; i++) {
        double sum = pi ? 0 : ridge->offset;
        for (int axis = 0; axis < inputs; axis++)
            sum += ridge->slope[axis] * x[i * (size_t)inputs + (size_t)axis];
        /* Whole periods are taken off while they are exact. */
        t[i] = pi ? PI * (sum - 2 * nearbyint(sum / 2)) + ridge->offset : sum;
    }
    if (ridge->function == NW_FUNCTION_TANH)
        nw_vec_tanh(count, t, t);
    else if (ridge->function == NW_FUNCTION_COS)
        nw_vec_cos(count, t, t);
    for (size_t i = 0; i < count; i++)
        value[i] *= ridge->coefficient * t[i];
}

void nw_ridges_values(const nw_target *target, size_t count, const double *x, double *y)
{
    const nw_ridges *ridges = target->ridges;
    size_t n = (size_t)target->inputs;
    for (size_t begin = 0; begin < count; begin += BLOCK) {
        size_t here = count - begin < BLOCK ? count - begin : BLOCK;
        double sum[BLOCK] = {0}, term[BLOCK];
        for (size_t t = 0; t < ridges->terms; t++) {
            for (size_t i = 0; i < here; i++)
                term[i] = 1;
            for (size_t f = 0; f < ridges->factors; f++)
                multiply_by_ridge(term, &ridges->ridge[t * ridges->factors + f], ridges->pi, target->inputs, here,
                                  x + begin * n);
            for (size_t i = 0; i < here; i++)
                sum[i] += term[i];
        }
        for (size_t i = 0; i < here; i++)
            y[begin + i] = sum[i];
    }
}

void nw_ridge_enclose(arb_t value, const nw_ridge *ridge, bool pi, int inputs, const double *x, slong prec)
{
    arb_t t, part, place;
    arb_init(t);
    arb_init(part);
    arb_init(place);
    for (int axis = 0; axis < inputs; axis++) {
        arb_set_d(part, ridge->slope[axis]);
        arb_set_d(place, x[axis]);
        arb_addmul(t, part, place, prec);
    }
    if (pi) {
        arb_const_pi(part, prec);
        arb_mul(t, t, part, prec);
    }
    arb_set_d(part, ridge->offset);
    arb_add(t, t, part, prec);
    if (ridge->function == NW_FUNCTION_TANH)
        arb_tanh(t, t, prec);
    else if (ridge->function == NW_FUNCTION_COS)
        arb_cos(t, t, prec);
    arb_set_d(part, ridge->coefficient);
    arb_mul(value, t, part, prec);
    arb_clear(t);
    arb_clear(part);
    arb_clear(place);
}

void nw_ridges_enclose(arb_t value, const nw_target *target, const double *x, slong prec)
{
    const nw_ridges *ridges = target->ridges;
    arb_t sum, term, factor;
    arb_init(sum);
    arb_init(term);
    arb_init(factor);
    for (size_t index = 0; index < ridges->terms; index++) {
        arb_one(term);
        for (size_t f = 0; f < ridges->factors; f++) {
            nw_ridge_enclose(factor, &ridges->ridge[index * ridges->factors + f], ridges->pi, target->inputs, x, prec);
            arb_mul(term, term, factor, prec);
        }
        arb_add(sum, sum, term, prec);
    }
    arb_set(value, sum);
    arb_clear(sum);
    arb_clear(term);
    arb_clear(factor);
}

double nw_ridges_resolution(const nw_target *target, int axis)
{
    const nw_ridges *ridges = target->ridges;
    double most = 0;
    for (size_t i = 0; i < ridges->terms * ridges->factors; i++) {
        const nw_ridge *ridge = &ridges->ridge[i];
        /* On [-1,1]: |f| waves of cos(pi f x), |s|/pi of cos(s x); a tanh turns within 2/|s|. */
        double features = ridges->pi ? 1 : ridge->function == NW_FUNCTION_COS ? 1 / PI : 1;
        most = fmax(most, ridge->function == NW_FUNCTION_IDENTITY ? 0 : features * fabs(ridge->slope[axis]));
    }
    return 8 * most + 1;
}
