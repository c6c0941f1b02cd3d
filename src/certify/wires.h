/* What comes into one unit, of a dense or a sparse layer alike. */
#ifndef NW_CERTIFY_WIRES_H
#define NW_CERTIFY_WIRES_H

#include "net/network.h"

#define NW_NO_PARAMETER SIZE_MAX

/* sum_i parameter[first + i] unit(source[i]) + parameter[bias], i < count. */
typedef struct nw_wires {
    size_t count;           /* without the bias */
    const uint32_t *source; /* rising strictly; NULL: unit i of the layer before is the i-th source */
    size_t first;           /* the parameter of the first weight */
    size_t bias;            /* a parameter, or NW_NO_PARAMETER */
} nw_wires;

static inline nw_wires nw_unit_wires(const nw_layer *layer, size_t unit)
{
    const nw_connections *connections = layer->connections;
    if (connections == NULL)
        return (nw_wires){layer->inputs, NULL, layer->weights + unit * layer->inputs,
                          layer->has_bias ? layer->biases + unit : NW_NO_PARAMETER};
    size_t from = connections->first[unit], to = connections->first[unit + 1];
    bool biased = to > from && connections->source[to - 1] == layer->inputs; /* it comes last */
    return (nw_wires){to - from - biased, connections->source + from, layer->weights + from,
                      biased ? layer->weights + to - 1 : NW_NO_PARAMETER};
}

static inline size_t nw_wire_source(const nw_wires *wires, size_t i)
{
    return wires->source != NULL ? wires->source[i] : i;
}

static inline double nw_wire_bias(const nw_wires *wires, const double *parameters)
{
    return wires->bias != NW_NO_PARAMETER ? parameters[wires->bias] : 0;
}

#endif
