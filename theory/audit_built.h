/* The networks behind the upper bounds as members of the classes that lower bounds speak of: their depth, the dense
 * network of equal widths that contains them, their norms.
 *
 * kuhn, n = 1: one hidden layer of M + 1 units.  n >= 2: n + 1 hidden layers; with V = (M+1)^n nodes layer 1 has 2
 * V units and n - 1 shared carries, layers 2..n have 4 V units and the carries still needed, the last has V hats.
 * Zero weights make it a dense network of equal widths 4 V + n - 2.  Its weights are M/2 where a coordinate
 * enters, 1 elsewhere and at most 1 at the output, so the first n layers have induced norm V M each and the others
 * at most 1. */
#ifndef NW_AUDIT_BUILT_H
#define NW_AUDIT_BUILT_H

#include "audit_case.h"

/* What "@name" in a recipe stands for; m = m1 + m2 is the dimension of the kuhn network:
 *   kuhn-depth, kuhn-layers      its hidden layers, and all layers
 *   kuhn-depth-g                 the hidden layers of the one in m1 dimensions
 *   kuhn-first, kuhn-later       sum of the weights of its first layer, spectral complexity of the others; m >= 2
 *   kuhn-complexity              its spectral complexity; m >= 2
 *   ramp-weight, ramp-width      a bound on the weights of the ramp network, and its width; n = 1
 *   mcshane-first                sum of the weights with which the mcshane network takes an input in
 *   other-depth, other-layers    the detail "depth" of the other side, and one more
 *   2eps, alpha*eps, 2alpha*eps, eps/a, eps/2 */
unsigned long nw_derived_axes(const char *name, size_t length);
char *nw_derived_text(const char *name, size_t length, const nw_audit_point *point, const nw_audit_value *other);

/* Weights and biases of the dense network of equal widths that contains the built one.  The g views are for thm4, whose
 * network is kuhn or tanh2 in m1 dimensions at a part of eps. */
bool nw_view_kuhn_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_mcshane_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_kuhn_g_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_tanh2_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_tanh2_g_padded(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);

/* The spectral complexity of the kuhn network, and the details l2min, N_q and N_g. */
bool nw_view_kuhn_complexity(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_q(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_g(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);
bool nw_view_l2min(fmpq_t low, fmpq_t high, const nw_audit_value *value, const nw_audit_point *point);

#endif
