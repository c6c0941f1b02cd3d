#include "context.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/memory.h"

enum { DEFAULT_PRECISION = 128, MIN_PRECISION = 53, MAX_PRECISION = 1048576 };

nw_context *nw_context_new(void)
{
    nw_adopt_flint_abort();
    nw_context *context = nw_alloc(1, sizeof *context);
    context->precision = DEFAULT_PRECISION;
    return context;
}

void nw_context_free(nw_context *context)
{
    if (context == NULL)
        return;
    for (size_t i = 0; i < NW_SCALE_CACHE; i++)
        if (context->scales[i].coefficients != NULL) {
            _arb_vec_clear(context->scales[i].coefficients, context->scales[i].r + 1);
            fmpz_clear(context->scales[i].divisor);
        }
    for (size_t i = 0; i < NW_SPLINE_CACHE; i++)
        if (context->splines[i].norms != NULL)
            _arb_vec_clear(context->splines[i].norms, context->splines[i].r);
    free(context);
}

nw_status nw_context_set_precision(nw_context *context, long bits, nw_error *error)
{
    if (bits < MIN_PRECISION || bits > MAX_PRECISION)
        return nw_fail(error, NW_BAD_INPUT, "precision %ld is out of range; give %d to %d bits", bits, MIN_PRECISION,
                       MAX_PRECISION);
    context->precision = bits;
    return NW_OK;
}

slong nw_first_precision(const nw_context *context, slong bits)
{
    slong needed = (bits + 127) / 64 * 64; /* few different values: what is kept for one serves the next */
    return context->precision > needed ? context->precision : needed;
}

slong nw_last_precision(slong first_precision)
{
    return 16 * first_precision;
}
