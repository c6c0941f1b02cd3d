#include "witness.h"

#include "lattice.h"
#include "witness_parts.h"

const nw_witness *nw_witness_at(size_t index)
{
    static const nw_witness *const products[] = {&nw_witness_spline, &nw_witness_spline_free, &nw_witness_polynomial};
    enum { PRODUCTS = sizeof products / sizeof products[0] };
    switch (index) {
    case 0:
        return &nw_witness_smoothstep;
    case 1:
        return &nw_witness_trigonometric;
    case 2:
    case 3:
        return nw_witness_lattice((slong)index);
    default:
        return index - 4 < PRODUCTS ? products[index - 4] : nw_witness_lattice((slong)(index - PRODUCTS));
    }
}

bool nw_witness_serves(const nw_witness *witness, slong r, slong n)
{
    if (r < witness->least_order || (witness->greatest_order != 0 && r > witness->greatest_order) ||
        (witness->greatest_inputs != 0 && n > witness->greatest_inputs))
        return false;
    nw_lattice lattice;
    return witness->distance == 0 || nw_lattice_of(&lattice, witness->distance, n);
}

const nw_cached_scale *nw_witness_polynomial_of(const nw_witness *witness, slong r, slong n, nw_context *context,
                                                slong prec)
{
    for (size_t i = 0; i < NW_SCALE_CACHE; i++) {
        const nw_cached_scale *kept = &context->scales[i];
        if (kept->witness == witness && kept->n == n && kept->r == r && kept->prec == prec)
            return kept;
    }
    nw_cached_scale *slot = &context->scales[context->next_scale++ % NW_SCALE_CACHE];
    if (slot->coefficients != NULL) {
        _arb_vec_clear(slot->coefficients, slot->r + 1);
        fmpz_clear(slot->divisor);
    }
    *slot = (nw_cached_scale){.witness = witness, .r = r, .n = n, .prec = prec, .coefficients = _arb_vec_init(r + 1)};
    fmpz_init(slot->divisor);
    if (witness->distance != 0) { /* t C = t + n M */
        fmpz_set_si(slot->divisor, witness->distance);
        arb_set_si(slot->coefficients, witness->distance);
        arb_set_si(slot->coefficients + 1, n);
    } else {
        witness->polynomial(slot->coefficients, slot->divisor, r, n, context, prec);
    }
    return slot;
}

void nw_witness_constant_at(arb_t c, const nw_witness *witness, const fmpz_t scale, slong r, slong n,
                            nw_context *context, slong prec)
{
    if (fmpz_is_zero(scale)) { /* the constants */
        arb_one(c);
    } else if (witness->integer != NULL) {
        fmpz_t value;
        fmpz_init(value);
        witness->integer(value, fmpz_get_si(scale), r, n);
        arb_set_fmpz(c, value);
        fmpz_clear(value);
    } else {
        const nw_cached_scale *polynomial = nw_witness_polynomial_of(witness, r, n, context, prec);
        arb_t x;
        arb_init(x);
        arb_set_fmpz(x, scale);
        _arb_poly_evaluate(c, polynomial->coefficients, r + 1, x, prec);
        arb_div_fmpz(c, c, polynomial->divisor, prec);
        arb_clear(x);
    }
}

void nw_witness_dimension(fmpz_t d, const nw_witness *witness, const fmpz_t scale, slong n)
{
    fmpz_mul_si(d, scale, witness->distance != 0 ? 1 : witness->points);
    fmpz_add_ui(d, d, 1);
    fmpz_pow_ui(d, d, (ulong)n);
    nw_lattice lattice;
    if (witness->distance != 0 && nw_lattice_of(&lattice, witness->distance, n)) {
        /* The largest of the residue classes of the (M+1)^n grid points has at least the mean number of points. */
        fmpz_t index;
        fmpz_init(index);
        nw_lattice_index(index, &lattice);
        fmpz_cdiv_q(d, d, index);
        fmpz_clear(index);
    }
}

/* lim D/M^n */
static void density(arb_t kappa, const nw_witness *witness, slong n, slong prec)
{
    nw_lattice lattice;
    fmpz_t value;
    fmpz_init(value);
    if (witness->distance == 0) {
        arb_set_si(kappa, witness->points);
        arb_pow_ui(kappa, kappa, (ulong)n, prec);
    } else if (nw_lattice_of(&lattice, witness->distance, n)) {
        nw_lattice_index(value, &lattice);
        arb_set_fmpz(kappa, value);
        arb_inv(kappa, kappa, prec);
    } else {
        arb_zero(kappa);
    }
    fmpz_clear(value);
}

void nw_witness_asymptotic(arb_t limit, const nw_witness *witness, slong r, slong n, nw_context *context, slong prec)
{
    arb_zero(limit);
    if (witness->integer != NULL)
        return;
    /* D ~ kappa M^n and C ~ c_r M^r = 1/delta, hence D delta^(n/r) -> kappa c_r^(-n/r). */
    const nw_cached_scale *polynomial = nw_witness_polynomial_of(witness, r, n, context, prec);
    arb_t leading, kappa;
    fmpq_t power;
    arb_init(leading);
    arb_init(kappa);
    fmpq_init(power);
    arb_div_fmpz(leading, polynomial->coefficients + r, polynomial->divisor, prec);
    fmpq_set_si(power, -n, (ulong)r);
    arb_pow_fmpq(limit, leading, power, prec);
    density(kappa, witness, n, prec);
    arb_mul(limit, limit, kappa, prec);
    arb_clear(leading);
    arb_clear(kappa);
    fmpq_clear(power);
}
