#include "nwidth_lower.h"

#include <stdlib.h>

#include "base/memory.h"
#include "rational.h"

void nw_lower_init(nw_lower *lower)
{
    lower->witness = NULL;
    fmpz_init(lower->scale);
    fmpz_init(lower->dimension);
    fmpz_init(lower->value);
    fmpz_init(lower->possible);
}

void nw_lower_clear(nw_lower *lower)
{
    fmpz_clear(lower->scale);
    fmpz_clear(lower->dimension);
    fmpz_clear(lower->value);
    fmpz_clear(lower->possible);
}

static bool serves(const nw_witness *witness, slong r, slong n, nw_count count)
{
    return (count != NW_SIGN_POINTS || witness->sign_patterns) && nw_witness_serves(witness, r, n);
}

/* The number of parameters that a dimension forces. */
static void counted(fmpz_t number, const fmpz_t dimension, const nw_witness *witness, nw_count count)
{
    if (count == NW_WITHOUT_CONSTANTS && witness->holds_constants)
        fmpz_sub_ui(number, dimension, 1);
    else
        fmpz_set(number, dimension);
}

void nw_lower_bound(nw_lower *lower, const fmpq_t delta, slong r, slong n, nw_count count, nw_context *context)
{
    lower->witness = NULL;
    fmpz_zero(lower->scale);
    fmpz_zero(lower->dimension);
    fmpz_zero(lower->value);
    fmpz_zero(lower->possible);
    /* The zero function already reaches error 1 on W(r,n). */
    if (fmpq_cmp_ui(delta, 1) >= 0)
        return;
    fmpz_t low, high, dimension, number;
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(dimension);
    fmpz_init(number);
    const nw_witness *witness;
    for (size_t i = 0; (witness = nw_witness_at(i)) != NULL; i++) {
        if (!serves(witness, r, n, count))
            continue;
        nw_witness_scale(low, high, witness, delta, r, n, context);
        nw_witness_dimension(dimension, witness, high, n);
        counted(number, dimension, witness, count);
        if (fmpz_cmp(number, lower->possible) > 0)
            fmpz_set(lower->possible, number);
        if (!fmpz_equal(low, high)) {
            nw_witness_dimension(dimension, witness, low, n);
            counted(number, dimension, witness, count);
        }
        if (lower->witness == NULL || fmpz_cmp(number, lower->value) > 0) {
            lower->witness = witness;
            fmpz_set(lower->scale, low);
            fmpz_set(lower->dimension, dimension);
            fmpz_set(lower->value, number);
        }
    }
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(dimension);
    fmpz_clear(number);
}

void nw_lower_constant(fmpq_t low, fmpq_t high, const nw_lower *lower, slong r, slong n, nw_context *context)
{
    fmpq_zero(low);
    fmpq_zero(high);
    if (lower->witness == NULL)
        return;
    /* Rational constants stay exact: the polynomial has integer coefficients over its divisor. */
    const nw_witness *witness = lower->witness;
    slong prec = nw_first_precision(context, (slong)fmpz_bits(lower->scale) * r + 64);
    arb_t c;
    arb_init(c);
    if (witness->integer == NULL && !fmpz_is_zero(lower->scale)) {
        const nw_cached_scale *polynomial = nw_witness_polynomial_of(witness, r, n, context, prec);
        arb_t x;
        arb_init(x);
        arb_set_fmpz(x, lower->scale);
        _arb_poly_evaluate(c, polynomial->coefficients, r + 1, x, prec + (slong)fmpz_bits(polynomial->divisor));
        nw_ball_ends(low, high, c);
        fmpq_div_fmpz(low, low, polynomial->divisor);
        fmpq_div_fmpz(high, high, polynomial->divisor);
        arb_clear(x);
    } else {
        nw_witness_constant_at(c, witness, lower->scale, r, n, context, prec);
        nw_ball_ends(low, high, c);
    }
    arb_clear(c);
}

void nw_result_set_witness(nw_result *result, const nw_lower *lower, slong r, slong n, nw_context *context)
{
    if (lower->witness == NULL)
        return;
    nw_witness_use *use = &result->witness;
    use->name = lower->witness->name;
    char *digits = fmpz_get_str(NULL, 10, lower->scale);
    free(use->scale);
    use->scale = nw_copy_text(digits);
    flint_free(digits);
    fmpz_set(use->dimension, lower->dimension);
    nw_lower_constant(use->constant_lower, use->constant_upper, lower, r, n, context);
    if (!fmpz_equal(lower->value, lower->possible))
        nw_result_note(result, "C < 1/delta could not be decided at one more scale; the smaller scale is counted");
}
