/* Activations in single precision, within a few units in the last place; NaN stays NaN. */
#ifndef NW_TRAIN_UNITS_H
#define NW_TRAIN_UNITS_H

#include <stddef.h>

#include "base/activation.h"

/* values = unit(values). */
void nw_units_apply(nw_activation unit, float *values, size_t count);

/* signal *= unit'(t) where values = unit(t).  At a kink the slope is that of the flat side, 0. */
void nw_units_times_slope(nw_activation unit, float *signal, const float *values, size_t count);

#endif
