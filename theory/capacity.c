#include "capacity.h"

#include "least.h"

typedef struct width_problem {
    const nw_capacity *capacity;
    const fmpz *points;
    fmpz_t inputs, degree;
} width_problem;

/* y = capacity at this width less P; it rises with the width. */
static void surplus(arb_t y, const fmpz_t width, const void *data, slong prec)
{
    const width_problem *problem = data;
    const nw_capacity *c = problem->capacity;
    nw_family family;
    arb_t points;
    arb_init(points);
    arb_set_fmpz(points, problem->points);
    nw_family_init(&family, c->activation, c->depth);
    family.output_bias = c->output_bias;
    nw_family_set_dense(&family, problem->inputs, width);
    if (c->kind == NW_BY_VC_DIMENSION) {
        fmpz_t parameters, units;
        fmpz_init(parameters);
        fmpz_init(units);
        /* the output's threshold is a parameter of the theorem whether or not the network has an output bias */
        fmpz_add_ui(parameters, family.parameters, c->output_bias ? 0 : 1);
        fmpz_mul_si(units, width, c->depth);
        fmpz_add_ui(units, units, 1);
        nw_sigmoid_vc_dimension(y, parameters, units, prec);
        fmpz_clear(parameters);
        fmpz_clear(units);
    } else {
        nw_growth_log2(y, &family, points, problem->degree, prec);
    }
    arb_sub(y, y, points, prec);
    arb_clear(points);
    nw_family_clear(&family);
}

void nw_capacity_width(fmpz_t low, fmpz_t high, const nw_capacity *capacity, const fmpz_t points, const fmpz_t intervals,
                       nw_context *context)
{
    width_problem problem = {.capacity = capacity, .points = points};
    fmpz_init_set_si(problem.inputs, capacity->n);
    fmpz_init(problem.degree);
    fmpz_mul_si(problem.degree, intervals, capacity->n);
    /* Most signs are decided far from the root, at low precision; only the last ones need all bits of P. */
    slong first = nw_first_precision(context, 0);
    nw_least_problem search = {
        .f = surplus,
        .data = &problem,
        .floor = 1, /* a network without units has one sign vector only */
        .first_precision = first,
        .last_precision = nw_last_precision(nw_first_precision(context, (slong)fmpz_bits(points))),
    };
    nw_least(low, high, &search);
    fmpz_clear(problem.inputs);
    fmpz_clear(problem.degree);
}

/* lower = one witness at its largest scale with C < 1/eps */
static void set_scale(nw_lower *lower, const nw_witness *witness, const fmpq_t eps, slong r, slong n, nw_context *context)
{
    lower->witness = witness;
    nw_witness_scale(lower->scale, lower->possible, witness, eps, r, n, context);
    nw_witness_dimension(lower->dimension, witness, lower->scale, n);
    fmpz_set(lower->value, lower->dimension);
    fmpz_set(lower->possible, lower->dimension);
}

void nw_result_set_capacity(nw_result *result, const nw_capacity *capacity, const fmpq_t eps, slong r,
                            nw_context *context)
{
    nw_lower lower, best;
    fmpz_t low, high, width, possible;
    nw_lower_init(&lower);
    nw_lower_init(&best);
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(width);
    fmpz_init(possible);
    const nw_witness *witness;
    for (size_t i = 0; fmpq_cmp_ui(eps, 1) < 0 && (witness = nw_witness_at(i)) != NULL; i++) {
        if (!witness->sign_patterns || !nw_witness_serves(witness, r, capacity->n))
            continue;
        set_scale(&lower, witness, eps, r, capacity->n, context);
        /* No more points, of polynomials of no lower degree, refute no larger width. */
        if (best.witness != NULL && fmpz_cmp(lower.dimension, best.dimension) <= 0 &&
            fmpz_cmp(lower.scale, best.scale) >= 0)
            continue;
        nw_capacity_width(low, high, capacity, lower.dimension, lower.scale, context);
        if (fmpz_cmp(low, width) > 0 ||
            (fmpz_equal(low, width) && fmpz_cmp(lower.dimension, best.dimension) > 0)) {
            nw_lower swap = best;
            best = lower;
            lower = swap;
            fmpz_set(width, low);
            fmpz_set(possible, high);
        }
    }
    if (best.witness != NULL) {
        fmpz_t inputs;
        fmpz_init_set_si(inputs, capacity->n);
        nw_dense_parameters(low, inputs, width, capacity->depth, capacity->output_bias);
        fmpz_clear(inputs);
        nw_result_detail_integer(result, "P", best.dimension);
        nw_result_detail_integer(result, "width", width);
        if (!fmpz_equal(width, possible))
            nw_result_note(result, "the inequality could not be decided at one more width; the smaller one is counted");
    } else {
        fmpz_zero(low);
    }
    nw_result_set_integer(result, low);
    nw_result_set_witness(result, &best, r, capacity->n, context);
    nw_lower_clear(&lower);
    nw_lower_clear(&best);
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(width);
    fmpz_clear(possible);
}
