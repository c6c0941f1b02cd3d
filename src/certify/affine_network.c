#include "certify/affine_network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct nw_affine_network {
    const nw_composite *composite;
    nw_affine *affine;
    nw_affine_form *now, *next, *in; /* the layer before, the layer, and the inputs of a network */
    nw_affine_form *own;             /* of a hypernetwork: those of g's last weights that f does not produce */
    const nw_affine_form **a, **b;   /* and what is multiplied */
};

static bool bends_only(const nw_network *network)
{
    for (size_t k = 0; k < network->layer_count; k++) {
        nw_activation activation = network->layers[k].activation;
        if (activation != NW_RELU && activation != NW_CRELU && activation != NW_IDENTITY)
            return false;
    }
    return true;
}

static const nw_layer *last_layer(const nw_network *network)
{
    return &network->layers[network->layer_count - 1];
}

static bool served(const nw_composite *composite)
{
    const nw_network *primary = composite->primary;
    if (primary->outputs != 1 || !bends_only(primary) || (composite->task != NULL && !bends_only(composite->task)))
        return false;
    if (composite->form != NW_HYPERNETWORK)
        return true;
    return composite->fed != NULL && composite->fed[0] >= last_layer(primary)->weights &&
           last_layer(primary)->activation == NW_IDENTITY;
}

static size_t widest(const nw_composite *composite)
{
    size_t most = composite->primary->inputs;
    for (size_t k = 0; k < composite->primary->layer_count; k++)
        most = composite->primary->layers[k].units > most ? composite->primary->layers[k].units : most;
    for (size_t k = 0; composite->task != NULL && k < composite->task->layer_count; k++)
        most = composite->task->layers[k].units > most ? composite->task->layers[k].units : most;
    return most;
}

nw_affine_network *nw_affine_network_new(const nw_composite *composite, const nw_region *region)
{
    if (!served(composite))
        return NULL;
    nw_affine_network *network = nw_alloc(1, sizeof *network);
    size_t room = widest(composite) + NW_MOST_INPUTS + 2;
    network->composite = composite;
    network->affine = nw_affine_new(region);
    network->now = nw_alloc(room, sizeof *network->now);
    network->next = nw_alloc(room, sizeof *network->next);
    network->in = nw_alloc(room, sizeof *network->in);
    if (composite->form != NW_HYPERNETWORK)
        return network;
    network->own = nw_alloc(room, sizeof *network->own);
    network->a = nw_alloc(room, sizeof *network->a);
    network->b = nw_alloc(room, sizeof *network->b);
    return network;
}

void nw_affine_network_free(nw_affine_network *network)
{
    if (network == NULL)
        return;
    nw_affine_free(network->affine);
    free(network->now);
    free(network->next);
    free(network->in);
    free(network->own);
    free(network->a);
    free(network->b);
    free(network);
}

/* The units of layers 0 .. count - 1 of it, from `in`; what is returned is good until the next call. */
static const nw_affine_form *pass(nw_affine_network *network, const nw_network *through, const nw_affine_form *in,
                                  size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const nw_layer *layer = &through->layers[k];
        for (size_t j = 0; j < layer->units; j++) {
            const nw_wires wires = nw_unit_wires(layer, j);
            nw_affine_sum(network->affine, network->next + j, in, &wires, through->parameters);
            nw_affine_apply(network->affine, network->next + j, layer->activation);
        }
        nw_affine_form *swap = network->now;
        network->now = network->next;
        network->next = swap;
        in = network->now;
    }
    return in;
}

static nw_affine_form number(double value)
{
    return (nw_affine_form){.c = {value}, .size = fabs(value)};
}

/* g(x; f(I)): the hidden units of g times the last weights, which f produces or g has. */
static void multiply_out(nw_affine_network *network, nw_model *out, double *share, const nw_affine_form *hidden,
                         const nw_affine_form *produced)
{
    const nw_composite *composite = network->composite;
    const nw_network *g = composite->primary;
    const nw_wires wires = nw_unit_wires(last_layer(g), 0);
    size_t next = 0, count = wires.count + (wires.bias != NW_NO_PARAMETER);
    nw_affine_form one = number(1);
    for (size_t i = 0; i < count; i++) {
        bool biased = i == wires.count;
        size_t p = biased ? wires.bias : wires.first + i;
        network->a[i] = biased ? &one : hidden + nw_wire_source(&wires, i);
        while (next < composite->task->outputs && composite->fed[next] < p) /* both rise: the bias is last */
            next++;
        if (next < composite->task->outputs && composite->fed[next] == p) {
            network->b[i] = produced + next;
        } else {
            network->own[i] = number(g->parameters[p]);
            network->b[i] = network->own + i;
        }
    }
    nw_affine_products(network->affine, out, share, network->a, network->b, count);
}

void nw_affine_network_model(nw_affine_network *network, nw_model *out, double *share, const double *centre,
                             const double *half)
{
    const nw_composite *composite = network->composite;
    const nw_network *primary = composite->primary, *task = composite->task;
    size_t m1 = composite->m1, m2 = composite->m2;
    nw_affine_form *in = network->in;
    nw_affine_begin(network->affine, centre, half);
    if (task == NULL) {
        for (size_t i = 0; i < primary->inputs; i++)
            nw_affine_input(network->affine, in + i, (int)i);
        nw_affine_model(network->affine, out, share, pass(network, primary, in, primary->layer_count));
        return;
    }
    /* x first, and behind it what the task's network gives for I. */
    nw_affine_form tasks[NW_MOST_INPUTS];
    for (size_t i = 0; i < m1; i++)
        nw_affine_input(network->affine, in + i, (int)i);
    for (size_t i = 0; i < m2; i++)
        nw_affine_input(network->affine, tasks + i, (int)(m1 + i));
    memcpy(in + m1, pass(network, task, tasks, task->layer_count), task->outputs * sizeof *in);
    if (composite->form == NW_EMBEDDING)
        nw_affine_model(network->affine, out, share, pass(network, primary, in, primary->layer_count));
    else
        multiply_out(network, out, share, pass(network, primary, in, primary->layer_count - 1), in + m1);
}
