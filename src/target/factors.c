/* The factors of product targets. */
#include <assert.h>

#include "target/ridges.h"

size_t nw_target_terms(const nw_target *target)
{
    return target->family == &nw_family_product ? target->ridges->terms : 0;
}

void nw_target_factors_enclose(arb_t of_task, arb_t of_x, const nw_target *target, size_t term, const double *point,
                               slong prec)
{
    assert(term < nw_target_terms(target));
    const nw_ridge *ridge = &target->ridges->ridge[2 * term]; /* b_j, then a_j */
    arb_t amplitude;
    arb_init(amplitude);
    arb_set_d(amplitude, target->amplitude);
    nw_ridge_enclose(of_x, &ridge[0], false, target->inputs, point, prec);
    arb_mul(of_x, of_x, amplitude, prec);
    nw_ridge_enclose(of_task, &ridge[1], false, target->inputs, point, prec);
    arb_clear(amplitude);
}

double nw_target_task_norm(const nw_target *target, size_t term)
{
    assert(term < nw_target_terms(target));
    const nw_ridge *ridge = &target->ridges->ridge[2 * term + 1];
    arb_t norm, part;
    arf_t upper;
    arb_init(norm);
    arb_init(part);
    arf_init(upper);
    /* coefficient * f(slope . I + offset) with |f|, |f'| <= 1: at most |coefficient| (1 + sum |slope_i|). */
    arb_one(norm);
    for (int axis = target->m1; axis < target->inputs; axis++) {
        arb_set_d(part, ridge->slope[axis]);
        arb_abs(part, part);
        arb_add(norm, norm, part, 64);
    }
    arb_set_d(part, ridge->coefficient);
    arb_abs(part, part);
    arb_mul(norm, norm, part, 64);
    arb_get_ubound_arf(upper, norm, 64);
    double bound = arf_get_d(upper, ARF_RND_UP);
    arb_clear(norm);
    arb_clear(part);
    arf_clear(upper);
    return bound;
}
