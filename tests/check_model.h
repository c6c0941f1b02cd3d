/* The theory computed a second time, by other routes than the library's: exact rationals where the numbers are
 * rational, MPFR (never Arb) where they are not, and plain searches.  Slow and simple; the tests set it beside the
 * library.
 *
 * Where a decision is too close for the precision used, the test is aborted instead of guessing. */
#ifndef CHECK_MODEL_H
#define CHECK_MODEL_H

#include "base/arb_compat.h"

#include <stdbool.h>

#include "nwidth_lower.h"
#include "setting.h"

/* In the library's order; behind MODEL_LATTICE4 come lattice-5 .. lattice-32. */
enum { MODEL_WITNESSES = 7 + 29 };

typedef enum model_witness {
    MODEL_SMOOTHSTEP,
    MODEL_TRIGONOMETRIC,
    MODEL_LATTICE2,
    MODEL_LATTICE3,
    MODEL_SPLINE,
    MODEL_SPLINE_FREE,
    MODEL_POLYNOMIAL,
    MODEL_LATTICE4
} model_witness;

const char *model_name(model_witness witness); /* valid until the next call */
slong model_distance(model_witness witness);   /* t of a lattice, else 0 */

/* ---- the perfect smoothstep, integrated from piece to piece ---- */

/* sigma[j] = ||S_r^(j)||, j = 0..r, and end[j] = S^(j)(1), exact; r <= 3. */
void model_sigma_exact(fmpq *sigma, fmpq *end, slong r);

/* The same in MPFR at the precision of sigma[0], which is nearly the accuracy; any r, end may be NULL.  Extrema by
 * sampling every piece and narrowing brackets around the largest samples, so without zeros of derivatives. */
void model_sigma(mpfr_t *sigma, mpfr_t *end, slong r);

/* ---- witnesses ---- */

bool model_serves(model_witness witness, slong r, slong n, nw_count count);

/* The index of the lattice at mutual distance t: copied for those that were found by search, else computed. */
void model_index(fmpz_t index, slong t, slong n);

/* C(M) where it is rational: smoothstep with r <= 3, spline, polynomial and the lattices. */
bool model_is_rational(model_witness witness, slong r);
void model_constant_exact(fmpq_t c, model_witness witness, const fmpz_t scale, slong r, slong n);
void model_constant(mpfr_t c, model_witness witness, const fmpz_t scale, slong r, slong n);

void model_dimension(fmpz_t d, model_witness witness, const fmpz_t scale, slong n);

/* C(M) < 1/delta */
bool model_fits(model_witness witness, const fmpz_t scale, const fmpq_t delta, slong r, slong n);

/* The largest scale that fits, by doubling and bisection; delta < 1. */
void model_scale(fmpz_t scale, model_witness witness, const fmpq_t delta, slong r, slong n);

/* The number that a witness of that dimension counts. */
void model_counted(fmpz_t number, model_witness witness, const fmpz_t dimension, nw_count count);

/* Nw(delta; r, n), or its variants. */
void model_robust(fmpz_t value, const fmpq_t delta, slong r, slong n, nw_count count);

/* ---- upper bounds, summed layer by layer ---- */

void model_kuhn(fmpz_t count, const fmpq_t eta, slong n);
void model_tanh2_resolution(fmpz_t resolution, const fmpq_t eta, slong r, slong n);
void model_tanh2(fmpz_t count, const fmpq_t eta, slong r, slong n);
void model_universal(fmpz_t count, const fmpq_t eta, slong r, slong n, nw_activation activation);

/* ---- feasibility ---- */

void model_variation_factor(fmpq_t t, slong layers, nw_activation activation);

/* max over M = 0..limit of 2 M (M-1) (1/(1+M) - eps) / T, every M tried. */
void model_l2_least(fmpq_t l2min, fmpz_t argmax, const fmpq_t eps, slong layers, nw_activation activation, slong limit);

#endif
