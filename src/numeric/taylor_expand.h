/* nw_expand_arb with the half-width as a number of full precision.  A mag has 30 bits: rounded up to one, an interval
 * that ends at a kink reaches visibly beyond it. */
#ifndef NW_NUMERIC_TAYLOR_EXPAND_H
#define NW_NUMERIC_TAYLOR_EXPAND_H

#include "numeric/spline_table.h"

bool nw_expand_within(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const arf_t rho, slong prec);

/* The same for the function of a table. */
bool nw_expand_spline_within(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const arf_t rho,
                             slong prec);

/* The values on a ball of a function that rises: between those at the ends, which f sees as exact points. */
void nw_rising_arb(arb_t value, void (*f)(arb_t y, const arb_t x, slong prec), const arb_t t, slong prec);

#endif
