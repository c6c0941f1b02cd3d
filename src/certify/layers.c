#include "certify/layers.h"

#include "certify/layer_sum.h"
#include "certify/wires.h"

static nw_univariate layer_function(const nw_layer *layer)
{
    return (nw_univariate){.function = (nw_function)layer->activation};
}

/* The first layer's units are ridge functions. */
static void first_layer(nw_space *space, nw_register out, const nw_network *network, int first_axis)
{
    const nw_layer *layer = &network->layers[0];
    nw_univariate f = layer_function(layer);
    for (size_t j = 0; j < layer->units; j++) {
        nw_wires wires = nw_unit_wires(layer, j);
        double slope[NW_MOST_INPUTS] = {0};
        for (size_t i = 0; i < wires.count; i++)
            slope[(size_t)first_axis + nw_wire_source(&wires, i)] = network->parameters[wires.first + i];
        nw_taylor_ridge(space, out + j, &f, slope, nw_wire_bias(&wires, network->parameters));
    }
}

/* Weighted sums, then the activation; the sums of doubles in one go. */
static void next_layer(nw_space *space, nw_arithmetic arithmetic, nw_register out, nw_register in,
                       const nw_network *network, size_t index)
{
    const nw_layer *layer = &network->layers[index];
    const double *parameters = network->parameters;
    nw_univariate f = layer_function(layer);
    if (arithmetic == NW_DOUBLE)
        nw_layer_sum(nw_taylor_model(space, out), nw_taylor_model(space, in), layer, parameters,
                     nw_taylor_terms(nw_space_variables(space)));
    for (size_t j = 0; j < layer->units; j++) {
        if (arithmetic == NW_ARB) {
            nw_wires wires = nw_unit_wires(layer, j);
            nw_taylor_double(space, out + j, nw_wire_bias(&wires, parameters));
            for (size_t i = 0; i < wires.count; i++)
                nw_taylor_add_scaled(space, out + j, parameters[wires.first + i], in + nw_wire_source(&wires, i));
        }
        if (layer->activation != NW_IDENTITY)
            nw_taylor_apply(space, out + j, &f, out + j);
    }
}

/* The layers from `index` on, of which `in` are the inputs, and the copy to `out`. */
static void later_layers(nw_space *space, nw_arithmetic arithmetic, nw_register out, nw_register in,
                         const nw_network *network, size_t index)
{
    for (; index < network->layer_count; index++) {
        nw_register next = nw_taylor_registers(space, network->layers[index].units);
        next_layer(space, arithmetic, next, in, network, index);
        in = next;
    }
    for (size_t o = 0; o < network->outputs; o++)
        nw_taylor_copy(space, out + o, in + o);
}

void nw_layers_taylor(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_network *network,
                      int first_axis)
{
    size_t mark = nw_taylor_mark(space);
    nw_register first = nw_taylor_registers(space, network->layers[0].units);
    first_layer(space, first, network, first_axis);
    later_layers(space, arithmetic, out, first, network, 1);
    nw_taylor_release(space, mark);
}

void nw_layers_taylor_of(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_network *network,
                         nw_register in)
{
    size_t mark = nw_taylor_mark(space);
    later_layers(space, arithmetic, out, in, network, 0);
    nw_taylor_release(space, mark);
}

/* What stands for parameter p of `network`: a model, or its own number written to `own`. */
static nw_register parameter(nw_space *space, nw_register own, const nw_network *network, nw_register produced,
                             const size_t *output, size_t p)
{
    if (output[p] != NW_NO_PARAMETER)
        return produced + output[p];
    nw_taylor_double(space, own, network->parameters[p]);
    return own;
}

void nw_layers_taylor_with(nw_space *space, nw_register out, const nw_network *network, nw_register produced,
                           const size_t *output, nw_register in)
{
    size_t mark = nw_taylor_mark(space);
    nw_register product = nw_taylor_registers(space, 2), own = product + 1;
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        nw_register next = nw_taylor_registers(space, layer->units);
        nw_univariate f = layer_function(layer);
        for (size_t j = 0; j < layer->units; j++) {
            nw_wires wires = nw_unit_wires(layer, j);
            if (wires.bias != NW_NO_PARAMETER)
                nw_taylor_copy(space, next + j, parameter(space, own, network, produced, output, wires.bias));
            for (size_t i = 0; i < wires.count; i++) {
                size_t p = wires.first + i, source = in + nw_wire_source(&wires, i);
                if (output[p] == NW_NO_PARAMETER) {
                    nw_taylor_add_scaled(space, next + j, network->parameters[p], source);
                } else {
                    nw_taylor_multiply(space, product, produced + output[p], source);
                    nw_taylor_add(space, next + j, next + j, product);
                }
            }
            if (layer->activation != NW_IDENTITY)
                nw_taylor_apply(space, next + j, &f, next + j);
        }
        in = next;
    }
    for (size_t o = 0; o < network->outputs; o++)
        nw_taylor_copy(space, out + o, in + o);
    nw_taylor_release(space, mark);
}

/* ---- at points ---- */

static size_t widest(const nw_network *network)
{
    size_t most = network->inputs;
    for (size_t k = 0; k < network->layer_count; k++)
        most = network->layers[k].units > most ? network->layers[k].units : most;
    return most;
}

static void set_parameter(arb_t value, const nw_network *network, arb_srcptr produced, const size_t *output, size_t p)
{
    if (output != NULL && output[p] != NW_NO_PARAMETER)
        arb_set(value, produced + output[p]);
    else
        arb_set_d(value, network->parameters[p]);
}

void nw_layers_enclose_of(arb_ptr out, const nw_network *network, arb_srcptr produced, const size_t *output,
                          arb_srcptr in, slong prec)
{
    size_t most = widest(network);
    arb_ptr now = _arb_vec_init((slong)most), next = _arb_vec_init((slong)most);
    arb_ptr weight = _arb_vec_init((slong)most), from = _arb_vec_init((slong)most);
    arb_t t, bias;
    arb_init(t);
    arb_init(bias);
    _arb_vec_set(now, in, (slong)network->inputs);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        nw_univariate f = layer_function(layer);
        for (size_t j = 0; j < layer->units; j++) {
            nw_wires wires = nw_unit_wires(layer, j);
            arb_zero(bias);
            if (wires.bias != NW_NO_PARAMETER)
                set_parameter(bias, network, produced, output, wires.bias);
            for (size_t i = 0; i < wires.count; i++) {
                set_parameter(weight + i, network, produced, output, wires.first + i);
                if (wires.source != NULL)
                    arb_set(from + i, now + wires.source[i]);
            }
            arb_dot(t, bias, 0, weight, 1, wires.source != NULL ? from : now, 1, (slong)wires.count, prec);
            nw_univariate_arb(next + j, &f, t, prec);
        }
        arb_ptr swap = now;
        now = next;
        next = swap;
    }
    _arb_vec_set(out, now, (slong)network->outputs);
    arb_clear(t);
    arb_clear(bias);
    _arb_vec_clear(now, (slong)most);
    _arb_vec_clear(next, (slong)most);
    _arb_vec_clear(weight, (slong)most);
    _arb_vec_clear(from, (slong)most);
}

void nw_layers_enclose(arb_ptr out, const nw_network *network, const double *x, slong prec)
{
    arb_ptr in = _arb_vec_init((slong)network->inputs);
    for (size_t i = 0; i < network->inputs; i++)
        arb_set_d(in + i, x[i]);
    nw_layers_enclose_of(out, network, NULL, NULL, in, prec);
    _arb_vec_clear(in, (slong)network->inputs);
}
