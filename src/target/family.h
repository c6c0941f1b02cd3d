/* Inside the targets: what a family is, and the parts of a target. */
#ifndef NW_TARGET_FAMILY_H
#define NW_TARGET_FAMILY_H

#include "target/target.h"
#include "target/word.h"

enum {
    NW_MOST_SCALE = 4096,    /* M */
    NW_MOST_SIGNS = 1000000, /* M^n or (M+1)^n */
    NW_MOST_PARTS = 4096,    /* terms or units */
    NW_SMOOTH_ORDER = 3,     /* the largest r of the families other than bump and step */
    NW_MOST_AMPLITUDE = 1000000000,
    NW_LEAST_RESOLUTION = 33, /* points an axis */
    NW_MOST_RESOLUTION = 24 * NW_MOST_SCALE + 1,
};

typedef struct nw_family {
    const char *name;
    bool has_formula;   /* words end in :FORMULA */
    bool cells;         /* built on a grid, of any order up to NW_SPLINE_ORDER */
    const nw_key *keys; /* in the order of the canonical word; ended by a name NULL */
    /* Fills everything but amplitude, norm and word. */
    nw_status (*build)(nw_target *target, nw_word *word, nw_error *error);
    /* Likewise from the JSON description; family, r, inputs, m1 and amplitude are read already. */
    nw_status (*read)(nw_target *target, json_t *object, nw_json_place place, nw_error *error);
    void (*describe)(const nw_target *target, json_t *object);
    const char *const *members; /* of the JSON object, beside those all have; ended by NULL */
    void (*clear)(nw_target *target);

    /* What follows is about the function with factor 1 in front. */

    /* An enclosure of a bound of its norm in W(r,n); the upper end is the bound. */
    void (*norm)(arb_t bound, const nw_target *target, slong prec);
    void (*values)(const nw_target *target, size_t count, const double *x, double *y);
    void (*enclose)(arb_t value, const nw_target *target, const double *x, slong prec);
    double (*resolution)(const nw_target *target, int axis);

    /* With the amplitude. */
    void (*taylor)(nw_space *space, nw_register out, const nw_target *target);
} nw_family;

extern const nw_family nw_family_bump, nw_family_step, nw_family_trig, nw_family_tanhnet, nw_family_product,
    nw_family_inner, nw_family_expr;

typedef struct nw_ridges nw_ridges;
typedef struct nw_expression nw_expression;

struct nw_target {
    const nw_family *family;
    char *word;
    int inputs, m1, order;
    double amplitude, norm;
    double *cuts; /* the same on every axis */
    size_t cut_count;

    /* bump, step */
    long scale;
    char *signs; /* "+-.." */
    nw_univariate profile;
    double slope; /* an upper bound of sup |profile'| */

    /* trig, tanhnet, product, inner */
    nw_ridges *ridges;

    /* expr */
    char *formula;
    nw_expression *expression;
    double expression_norm;           /* a proven bound, computed once */
    double steepness[NW_MOST_INPUTS]; /* slope over size, an axis */
};

/* Sets amplitude and norm.  text: the amplitude asked for, NULL for the largest that keeps the norm at most 1. */
nw_status nw_target_settle(nw_target *target, const char *text, nw_error *error);
/* Checks an amplitude that is there already; `name` begins the message. */
nw_status nw_target_check_amplitude(nw_target *target, const char *name, nw_error *error);
/* The largest double with amplitude * norm <= 1. */
double nw_target_largest_amplitude(const nw_target *target);

/* The least decimal text that gives this double when rounded towards zero.  The caller frees. */
char *nw_decimal_above(double value);

/* The family of that name, or NULL. */
const nw_family *nw_family_find(const char *name, size_t length);
/* By number, NULL past the end. */
const nw_family *nw_family_at(size_t index);

/* A model of the number pi: a rational, and the 2^-256 by which it may differ. */
void nw_taylor_pi(nw_space *space, nw_register out);

/* The largest double <= value, a finite one. */
double nw_double_below(const fmpq_t value);

#endif
