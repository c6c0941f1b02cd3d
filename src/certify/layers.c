#include "certify/layers.h"

#include "certify/layer_sum.h"

static nw_univariate layer_function(const nw_layer *layer)
{
    return (nw_univariate){.function = (nw_function)layer->activation};
}

/* The first layer's units are ridge functions. */
static void first_layer(nw_space *space, nw_register out, const nw_network *network, int first_axis)
{
    const nw_layer *layer = &network->layers[0];
    const double *weights = nw_layer_weights(network, 0), *biases = nw_layer_biases(network, 0);
    double slope[NW_MOST_INPUTS] = {0};
    nw_univariate f = layer_function(layer);
    for (size_t j = 0; j < layer->units; j++) {
        for (size_t i = 0; i < layer->inputs; i++)
            slope[(size_t)first_axis + i] = weights[j * layer->inputs + i];
        nw_taylor_ridge(space, out + j, &f, slope, biases != NULL ? biases[j] : 0);
    }
}

/* Weighted sums, then the activation; the sums of doubles in one go. */
static void next_layer(nw_space *space, nw_arithmetic arithmetic, nw_register out, nw_register in,
                       const nw_network *network, size_t index)
{
    const nw_layer *layer = &network->layers[index];
    const double *weights = nw_layer_weights(network, index), *biases = nw_layer_biases(network, index);
    nw_univariate f = layer_function(layer);
    if (arithmetic == NW_DOUBLE)
        nw_layer_sum(nw_taylor_model(space, out), layer->units, nw_taylor_model(space, in), layer->inputs, weights,
                     biases, nw_taylor_terms(nw_space_variables(space)));
    for (size_t j = 0; j < layer->units; j++) {
        if (arithmetic == NW_ARB) {
            nw_taylor_double(space, out + j, biases != NULL ? biases[j] : 0);
            for (size_t i = 0; i < layer->inputs; i++)
                nw_taylor_add_scaled(space, out + j, weights[j * layer->inputs + i], in + i);
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

void nw_layers_taylor_with(nw_space *space, nw_register out, const nw_network *network, nw_register parameters,
                           nw_register in)
{
    size_t mark = nw_taylor_mark(space);
    nw_register product = nw_taylor_registers(space, 1);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        nw_register next = nw_taylor_registers(space, layer->units);
        nw_univariate f = layer_function(layer);
        for (size_t j = 0; j < layer->units; j++) {
            if (layer->has_bias)
                nw_taylor_copy(space, next + j, parameters + layer->biases + j);
            for (size_t i = 0; i < layer->inputs; i++) {
                nw_taylor_multiply(space, product, parameters + layer->weights + j * layer->inputs + i, in + i);
                nw_taylor_add(space, next + j, next + j, product);
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

void nw_layers_enclose_of(arb_ptr out, const nw_network *network, arb_srcptr parameters, arb_srcptr in, slong prec)
{
    size_t widest = network->inputs;
    for (size_t k = 0; k < network->layer_count; k++)
        widest = network->layers[k].units > widest ? network->layers[k].units : widest;
    arb_ptr now = _arb_vec_init((slong)widest), next = _arb_vec_init((slong)widest);
    arb_ptr own = _arb_vec_init((slong)network->parameter_count);
    arb_t t;
    arb_init(t);
    if (parameters == NULL) {
        for (size_t p = 0; p < network->parameter_count; p++)
            arb_set_d(own + p, network->parameters[p]);
        parameters = own;
    }
    _arb_vec_set(now, in, (slong)network->inputs);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        nw_univariate f = layer_function(layer);
        for (size_t j = 0; j < layer->units; j++) {
            arb_dot(t, layer->has_bias ? parameters + layer->biases + j : NULL, 0,
                    parameters + layer->weights + j * layer->inputs, 1, now, 1, (slong)layer->inputs, prec);
            nw_univariate_arb(next + j, &f, t, prec);
        }
        arb_ptr swap = now;
        now = next;
        next = swap;
    }
    _arb_vec_set(out, now, (slong)network->outputs);
    arb_clear(t);
    _arb_vec_clear(own, (slong)network->parameter_count);
    _arb_vec_clear(now, (slong)widest);
    _arb_vec_clear(next, (slong)widest);
}

void nw_layers_enclose(arb_ptr out, const nw_network *network, const double *x, slong prec)
{
    arb_ptr in = _arb_vec_init((slong)network->inputs);
    for (size_t i = 0; i < network->inputs; i++)
        arb_set_d(in + i, x[i]);
    nw_layers_enclose_of(out, network, NULL, in, prec);
    _arb_vec_clear(in, (slong)network->inputs);
}
