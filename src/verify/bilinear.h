/* Hypernetworks g(x; f(I)) of piecewise linear units in which f produces parameters of g's last layer alone:
 *     N = L + sum_p y_p f_p,  y_p a unit of g's last hidden layer, an input or 1, f_p an output of f,
 * and L the part of the last layer that does not depend on I. */
#ifndef NW_VERIFY_BILINEAR_H
#define NW_VERIFY_BILINEAR_H

#include "verify/settle.h"
#include "verify/statement.h"

typedef struct nw_bilinear {
    size_t pairs, fixed;
    size_t *unit, *output; /* nodes of y_p and f_p; unit NW_CONSTANT_ONE: 1 */
    size_t *fixed_unit;    /* L */
    double *fixed_weight, constant;
    size_t *roots, root_count; /* all of these nodes */
    double *unit_value, *output_value; /* scratch, one a pair */
} nw_bilinear;

#define NW_CONSTANT_ONE ((size_t)-1)

/* Whether a statement is of that kind. */
bool nw_is_bilinear(const nw_statement *stated);

/* Adds g's hidden layers and f to the graph. */
void nw_bilinear_init(nw_bilinear *bilinear, const nw_statement *stated, nw_graph *graph);
void nw_bilinear_clear(nw_bilinear *bilinear);
/* form += N, on a box on which the graph is settled. */
void nw_bilinear_form(nw_bilinear *bilinear, nw_settling *settling, nw_domain *domain, nw_centred *form,
                      nw_kink_hint *hint);

#endif
