/* trig, tanhnet, product and inner are all sums of products of ridge functions:
 *     y = sum over terms of prod over factors of coefficient * f(slope . x + offset),
 * the factors of a term depending on different inputs.  trig has pi slope in place of slope. */
#ifndef NW_TARGET_RIDGES_H
#define NW_TARGET_RIDGES_H

#include "target/family.h"

enum { NW_LARGEST_FREQUENCY = 1000 };

typedef struct nw_ridge {
    nw_function function; /* TANH, COS or IDENTITY */
    double coefficient, offset;
    double slope[NW_MOST_INPUTS]; /* 0 for inputs of the other factors */
} nw_ridge;

struct nw_ridges {
    size_t terms, factors; /* 1 or 2 */
    bool pi;
    nw_ridge *ridge; /* ridge[term * factors + factor] */
};

nw_ridges *nw_ridges_new(size_t terms, size_t factors);
void nw_ridges_free(nw_ridges *ridges);

/* The ridge at an exact point; pi: of the family trig. */
void nw_ridge_enclose(arb_t value, const nw_ridge *ridge, bool pi, int inputs, const double *x, slong prec);

/* Members of the four families. */
void nw_ridges_norm(arb_t bound, const nw_target *target, slong prec);
void nw_ridges_values(const nw_target *target, size_t count, const double *x, double *y);
void nw_ridges_enclose(arb_t value, const nw_target *target, const double *x, slong prec);
void nw_ridges_taylor(nw_space *space, nw_register out, const nw_target *target);
double nw_ridges_resolution(const nw_target *target, int axis);
void nw_ridges_clear(nw_target *target);

nw_status nw_trig_build(nw_target *target, nw_word *word, nw_error *error);
nw_status nw_tanhnet_build(nw_target *target, nw_word *word, nw_error *error);
nw_status nw_product_build(nw_target *target, nw_word *word, nw_error *error);
nw_status nw_inner_build(nw_target *target, nw_word *word, nw_error *error);

void nw_trig_describe(const nw_target *target, json_t *object);
void nw_product_describe(const nw_target *target, json_t *object);
void nw_network_target_describe(const nw_target *target, json_t *object); /* tanhnet and inner */
nw_status nw_trig_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error);
nw_status nw_product_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error);
nw_status nw_tanhnet_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error);
nw_status nw_inner_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error);

#endif
