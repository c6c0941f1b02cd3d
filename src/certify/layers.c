#include "certify/layers.h"

#include "certify/layer_sum.h"

static nw_univariate layer_function(const nw_layer *layer)
{
    return (nw_univariate){.function = (nw_function)layer->activation};
}

/* The first layer's units are ridge functions. */
static void first_layer(nw_space *space, nw_register out, const nw_network *network)
{
    const nw_layer *layer = &network->layers[0];
    const double *weights = nw_layer_weights(network, 0), *biases = nw_layer_biases(network, 0);
    nw_univariate f = layer_function(layer);
    for (size_t j = 0; j < layer->units; j++)
        nw_taylor_ridge(space, out + j, &f, weights + j * layer->inputs, biases != NULL ? biases[j] : 0);
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
                     biases, nw_taylor_terms(nw_space_inputs(space)));
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

void nw_layers_taylor(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_network *network)
{
    size_t mark = nw_taylor_mark(space);
    nw_register in = nw_taylor_registers(space, network->layers[0].units);
    first_layer(space, in, network);
    for (size_t k = 1; k < network->layer_count; k++) {
        nw_register next = nw_taylor_registers(space, network->layers[k].units);
        next_layer(space, arithmetic, next, in, network, k);
        in = next;
    }
    nw_taylor_copy(space, out, in);
    nw_taylor_release(space, mark);
}

void nw_layers_enclose(arb_t value, const nw_network *network, const double *x, slong prec)
{
    size_t widest = network->inputs;
    for (size_t k = 0; k < network->layer_count; k++)
        widest = network->layers[k].units > widest ? network->layers[k].units : widest;
    arb_ptr in = _arb_vec_init((slong)widest), out = _arb_vec_init((slong)widest);
    arb_t weight, t;
    arb_init(weight);
    arb_init(t);
    for (size_t i = 0; i < network->inputs; i++)
        arb_set_d(in + i, x[i]);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        const double *weights = nw_layer_weights(network, k), *biases = nw_layer_biases(network, k);
        nw_univariate f = layer_function(layer);
        for (size_t j = 0; j < layer->units; j++) {
            arb_set_d(t, biases != NULL ? biases[j] : 0);
            for (size_t i = 0; i < layer->inputs; i++) {
                arb_set_d(weight, weights[j * layer->inputs + i]);
                arb_addmul(t, weight, in + i, prec);
            }
            nw_univariate_arb(out + j, &f, t, prec);
        }
        arb_ptr swap = in;
        in = out;
        out = swap;
    }
    arb_set(value, in);
    arb_clear(weight);
    arb_clear(t);
    _arb_vec_clear(in, (slong)widest);
    _arb_vec_clear(out, (slong)widest);
}
