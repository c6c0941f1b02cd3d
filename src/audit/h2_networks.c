#include "audit/h2_networks.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "certify/certificate.h"
#include "net/network_file.h"

const nw_h2_case nw_h2_cases[NW_H2_CASES] = {
    {NW_TANH, "expr:r=1,amplitude=0.5:1 - tanh(x1)^2", 0.5},
    {NW_LOGISTIC, "expr:r=1,amplitude=1:(1 - tanh(x1/2)^2)/4", 1},
    {NW_ARCTAN, "expr:r=1,amplitude=0.5:1/(1 + x1^2)", 0.5},
};

static double *weights_of(nw_network *network, size_t layer)
{
    return network->parameters + network->layers[layer].weights;
}

static double *biases_of(nw_network *network, size_t layer)
{
    return network->parameters + network->layers[layer].biases;
}

nw_network *nw_h2_quotient(const nw_h2_case *c, int place)
{
    const size_t widths[] = {2};
    nw_network *network = nw_network_new(1, widths, 1, 1, c->activation, false);
    double h = ldexp(1, -place);
    for (int unit = 0; unit < 2; unit++) {
        double sign = unit == 0 ? 1 : -1;
        weights_of(network, 0)[unit] = 1;
        biases_of(network, 0)[unit] = sign * h;
        weights_of(network, 1)[unit] = sign * c->factor / (2 * h);
    }
    return network;
}

nw_network *nw_h2_chain(const nw_h2_case *c, int depth, int place)
{
    const size_t widths[] = {1, 1, 1};
    bool logistic = c->activation == NW_LOGISTIC;
    nw_network *network = nw_network_new(1, widths, (size_t)depth, 1, c->activation, logistic);
    double h = ldexp(1, -place);
    /* A unit t of tanh is 2 u - 1 with the unit u of logistic, whose input is twice as large. */
    for (int layer = 0; layer < depth; layer++) {
        weights_of(network, (size_t)layer)[0] = (layer == 0 ? h : 1) * (logistic ? (layer == 0 ? 2 : 4) : 1);
        biases_of(network, (size_t)layer)[0] = logistic && layer > 0 ? -2 : 0;
    }
    weights_of(network, (size_t)depth)[0] = (logistic ? 1 : 0.5) / h;
    if (logistic)
        biases_of(network, (size_t)depth)[0] = -0.5 / h;
    return network;
}

double nw_h2_output_weight(const nw_network *network)
{
    const nw_layer *last = &network->layers[network->layer_count - 1];
    double sum = 0;
    for (size_t i = 0; i < last->inputs; i++)
        sum += fabs(network->parameters[last->weights + i]); /* powers of two: exact */
    return sum;
}

static nw_status save_files(const nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                            const char *save, const char *name, nw_error *error)
{
    char *file = nw_format("%s/%s.net.json", save, name);
    nw_status status = nw_network_write(network, NULL, file, error);
    free(file);
    if (status != NW_OK || !isfinite(enclosure->upper))
        return status;
    file = nw_format("%s/%s.cert.json", save, name);
    status = nw_certificate_write(enclosure, network, target, NULL, file, error);
    free(file);
    return status;
}

nw_status nw_h2_certify(nw_enclosure *enclosure, const nw_network *network, const char *word, const char *save,
                        const char *name, const volatile bool *stop, nw_error *error)
{
    nw_target *target;
    nw_status status = nw_target_parse(&target, word, error);
    if (status != NW_OK)
        return status;
    nw_certify_options options = nw_certify_defaults();
    options.precision = 192; /* the output weights cost as many bits as they have */
    options.keep_tree = save != NULL;
    options.stop = stop;
    status = nw_certify(enclosure, network, target, &options, error);
    if (status == NW_OK && save != NULL)
        status = save_files(enclosure, network, target, save, name, error);
    nw_target_free(target);
    return status;
}
