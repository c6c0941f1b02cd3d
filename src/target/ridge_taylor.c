#include "target/ridges.h"

/* sum coefficient cos(pi frequency . x + phase).  Frequencies are small integers: frequency . x is formed first, where
 * nothing is lost, and multiplied by a model of pi. */
static void waves(nw_space *space, nw_register out, const nw_target *target)
{
    static const nw_univariate cosine = {.function = NW_FUNCTION_COS};
    const nw_ridges *ridges = target->ridges;
    nw_register pi = nw_taylor_registers(space, 3 + (size_t)target->inputs);
    nw_register t = pi + 1, constant = pi + 2, input = pi + 3;
    nw_taylor_pi(space, pi);
    for (int axis = 0; axis < target->inputs; axis++)
        nw_taylor_input(space, input + (size_t)axis, axis);
    nw_taylor_zero(space, out);
    for (size_t index = 0; index < ridges->terms; index++) {
        const nw_ridge *ridge = &ridges->ridge[index];
        nw_taylor_zero(space, t);
        for (int axis = 0; axis < target->inputs; axis++)
            nw_taylor_add_scaled(space, t, ridge->slope[axis], input + (size_t)axis);
        nw_taylor_multiply(space, t, t, pi);
        nw_taylor_double(space, constant, ridge->offset);
        nw_taylor_add(space, t, t, constant);
        nw_taylor_apply(space, t, &cosine, t);
        nw_taylor_add_scaled(space, out, ridge->coefficient, t);
    }
}

static void products(nw_space *space, nw_register out, const nw_target *target)
{
    const nw_ridges *ridges = target->ridges;
    nw_register term = nw_taylor_registers(space, 2), factor = term + 1;
    nw_taylor_zero(space, out);
    for (size_t index = 0; index < ridges->terms; index++) {
        const nw_ridge *ridge = &ridges->ridge[index * ridges->factors];
        for (size_t f = 0; f < ridges->factors; f++) {
            nw_univariate function = {.function = ridge[f].function};
            nw_register here = f == 0 ? term : factor;
            nw_taylor_ridge(space, here, &function, ridge[f].slope, ridge[f].offset);
            if (f > 0) { /* two coefficients are not multiplied in double: the target is exact */
                nw_taylor_scale(space, factor, ridge[f].coefficient, factor);
                nw_taylor_multiply(space, term, term, factor);
            }
        }
        nw_taylor_add_scaled(space, out, ridge[0].coefficient, term);
    }
}

void nw_ridges_taylor(nw_space *space, nw_register out, const nw_target *target)
{
    size_t mark = nw_taylor_mark(space);
    if (target->ridges->pi)
        waves(space, out, target);
    else
        products(space, out, target);
    nw_taylor_scale(space, out, target->amplitude, out);
    nw_taylor_release(space, mark);
}
