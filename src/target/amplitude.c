/* The factor in front of a target, and the proof that the norm is at most 1 with it. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "rational.h"
#include "target/family.h"

enum { FIRST_PRECISION = 64, LAST_PRECISION = 1024 };

/* The exact upper or lower end of the family's bound for the function with factor 1. */
static void bound_ends(arf_t lower, arf_t upper, const nw_target *target, slong prec)
{
    arb_t bound;
    arb_init(bound);
    target->family->norm(bound, target, prec);
    arb_get_lbound_arf(lower, bound, prec + 64);
    arb_get_ubound_arf(upper, bound, prec + 64);
    arb_clear(bound);
}

/* The largest double a with a * bound <= 1, for a finite bound > 0: floor rounding of 1/bound. */
static double reciprocal_below(const arf_t bound)
{
    arf_t one, quotient;
    arf_init(one);
    arf_init(quotient);
    arf_one(one);
    arf_div(quotient, one, bound, 53, ARF_RND_DOWN);
    double result = arf_get_d(quotient, ARF_RND_DOWN);
    arf_clear(one);
    arf_clear(quotient);
    return result;
}

double nw_target_largest_amplitude(const nw_target *target)
{
    arf_t lower, upper;
    arf_init(lower);
    arf_init(upper);
    double proven = 0;
    for (slong prec = FIRST_PRECISION; prec <= LAST_PRECISION; prec *= 2) {
        bound_ends(lower, upper, target, prec);
        if (arf_is_zero(upper)) { /* the zero function: any factor serves */
            proven = 1;
            break;
        }
        /* 1/upper <= 1/norm: the result is proven at any precision, and the largest one once both ends agree. */
        proven = reciprocal_below(upper);
        if (arf_sgn(lower) > 0 && reciprocal_below(lower) == proven)
            break;
    }
    arf_clear(lower);
    arf_clear(upper);
    return proven;
}

/* The least double >= amplitude * bound. */
static double product_above(double amplitude, const arf_t bound)
{
    arf_t product;
    arf_init(product);
    arf_set_d(product, amplitude);
    arf_mul(product, product, bound, ARF_PREC_EXACT, ARF_RND_UP);
    double result = arf_get_d(product, ARF_RND_UP);
    arf_clear(product);
    return result;
}

/* target->norm = an upper bound of amplitude * norm; the least seen, and <= 1 if any precision proves that. */
static void prove_norm(nw_target *target)
{
    arf_t lower, upper;
    arf_init(lower);
    arf_init(upper);
    target->norm = INFINITY;
    for (slong prec = FIRST_PRECISION; prec <= LAST_PRECISION; prec *= 2) {
        bound_ends(lower, upper, target, prec);
        double norm = product_above(target->amplitude, upper);
        target->norm = norm < target->norm ? norm : target->norm;
        if (target->norm <= 1 || product_above(target->amplitude, lower) > 1)
            break;
    }
    arf_clear(lower);
    arf_clear(upper);
}

nw_status nw_target_check_amplitude(nw_target *target, const char *name, nw_error *error)
{
    prove_norm(target);
    if (target->norm <= 1)
        return NW_OK;
    fmpq_t exact;
    fmpq_init(exact);
    arf_t largest;
    arf_init(largest);
    arf_set_d(largest, nw_target_largest_amplitude(target));
    arf_get_fmpq(exact, largest);
    arf_clear(largest);
    char *most = nw_rational_decimal(exact, 6, -1);
    fmpq_clear(exact);
    nw_status status =
        nw_fail(error, NW_BAD_INPUT,
                "%.300s: with amplitude %.6g the norm in W(%d,%d) is bounded by %.6g, and must be proven to "
                "be at most 1; the largest amplitude is %s",
                name, target->amplitude, target->order, target->inputs, target->norm, most);
    free(most);
    return status;
}

nw_status nw_target_settle(nw_target *target, const char *text, nw_error *error)
{
    if (text == NULL) {
        target->amplitude = nw_target_largest_amplitude(target);
        if (!(target->amplitude > 0))
            return nw_fail(error, NW_BAD_INPUT, "target %s: its derivatives are too large for any amplitude",
                           target->family->name);
    } else {
        fmpq_t exact;
        fmpq_init(exact);
        nw_rational_parse(exact, text, NULL);
        target->amplitude = nw_double_below(exact);
        fmpq_clear(exact);
    }
    char *name = nw_format("target %s", target->family->name);
    nw_status status = nw_target_check_amplitude(target, name, error);
    free(name);
    return status;
}

char *nw_decimal_above(double value)
{
    fmpq_t exact, decimal;
    fmpq_init(exact);
    fmpq_init(decimal);
    arf_t number;
    arf_init(number);
    arf_set_d(number, value);
    arf_get_fmpq(exact, number);
    char *text = NULL;
    /* 17 digits rounded up stay below the next normal double; below the normal range fewer do. */
    for (long digits = 1; text == NULL; digits++) {
        text = nw_rational_decimal(exact, digits, 1);
        nw_rational_parse(decimal, text, NULL);
        if (nw_double_below(decimal) != value) {
            free(text);
            text = NULL;
        }
    }
    arf_clear(number);
    fmpq_clear(exact);
    fmpq_clear(decimal);
    return text;
}
