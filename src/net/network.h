/* Networks: f(x) = W^K s(W^{K-1} ... s(W^1 x + b^1) ... + b^{K-1}) (+ b^K with an output bias).
 *
 * All parameters stand in one vector, layer after layer.  A dense layer: W^k row-major, then b^k; the last bias only
 * with output_bias.  Row j of W^k holds the weights into unit j.  A sparse layer: its connections unit after unit, a
 * bias being the connection from the constant 1.  Layers of both kinds may follow each other.  Points and activations
 * are batch-major: x[i * inputs + a]. */
#ifndef NW_NET_NETWORK_H
#define NW_NET_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/activation.h"
#include "base/error.h"

enum {
    NW_MOST_LAYERS = 64,
    NW_MOST_UNITS = 1 << 20 /* in one layer */
};

/* Which units a sparse layer connects.  Unit j has the connections first[j] .. first[j + 1] - 1; connection c comes
 * from unit source[c] of the layer before, or from the constant 1 where source[c] = inputs: the bias, which comes last.
 * The sources of a unit rise strictly.  Parameter weights + c of the network is the weight of connection c. */
typedef struct nw_connections {
    size_t *first;    /* units + 1 */
    uint32_t *source; /* first[units] */
} nw_connections;

typedef struct nw_layer {
    size_t inputs, units;
    nw_activation activation;    /* NW_IDENTITY in the last, and in linear layers between */
    size_t weights, biases;      /* where they begin in the parameter vector */
    bool has_bias;               /* of a dense layer; false in a sparse one, whose biases are connections */
    nw_connections *connections; /* NULL: dense */
} nw_layer;

typedef struct nw_network {
    size_t inputs, outputs;
    size_t layer_count; /* K >= 1; K - 1 hidden layers */
    nw_layer *layers;
    bool output_bias;
    size_t parameter_count; /* N: weights and biases */
    double *parameters;
} nw_network;

/* A dense network with all parameters zero: hidden_count layers of widths[] units with this activation.  NULL never.
 * The caller frees. */
nw_network *nw_network_new(size_t inputs, const size_t *widths, size_t hidden_count, size_t outputs,
                           nw_activation activation, bool output_bias);

void nw_connections_free(nw_connections *connections);

/* A layer to be made: sparse with connections, else dense, with biases or without. */
typedef struct nw_layer_plan {
    size_t units;
    nw_activation activation;
    bool has_bias;               /* of a dense one */
    nw_connections *connections; /* taken over; it and both of its arrays come from nw_alloc or nw_grow */
} nw_layer_plan;

/* The network of these layers, all parameters zero; output_bias: the last is dense with biases, or sparse with a
 * connection from the constant.  Layers and their connections must be in order (see above), which is asserted. */
nw_network *nw_network_of_layers(size_t inputs, const nw_layer_plan *plans, size_t count);

bool nw_network_is_sparse(const nw_network *network); /* some layer is */
/* What a dense network of the same widths would count: every layer with biases but the last, the last as here. */
size_t nw_network_dense_count(const nw_network *network);

nw_network *nw_network_copy(const nw_network *network);
void nw_network_free(nw_network *network);

/* Of a sparse layer the weights of its connections; its biases are among them. */
const double *nw_layer_weights(const nw_network *network, size_t layer);
const double *nw_layer_biases(const nw_network *network, size_t layer); /* NULL without */

/* Room for evaluations of one network shape on up to `batch` points at a time; larger batches are done in pieces.  One
 * a thread. */
typedef struct nw_net_work nw_net_work;
nw_net_work *nw_net_work_new(const nw_network *network, size_t batch);
void nw_net_work_free(nw_net_work *work);

/* y[i * outputs + o] for count points. */
void nw_network_forward(const nw_network *network, size_t count, const double *x, double *y, nw_net_work *work);

/* gradient[p] = sum_i sum_o weight[i * outputs + o] d y_o(x_i) / d parameter p: the gradient of any loss whose
 * derivatives by the outputs are `weight`.  y (may be NULL) receives the outputs. */
void nw_network_gradient(const nw_network *network, size_t count, const double *x, const double *weight,
                         double *gradient, double *y, nw_net_work *work);

/* The same in one pass for a loss known by a function: weight[i * outputs + o], the loss's derivatives at points first
 * .. first + count - 1, from their outputs y[i * outputs + o]; i counts from `first`. */
typedef void nw_loss_slopes(void *state, size_t first, size_t count, const double *y, double *weight);
void nw_network_loss_gradient(const nw_network *network, size_t count, const double *x, nw_loss_slopes *slopes,
                              void *state, double *gradient, nw_net_work *work);

/* In all derivatives relu and crelu have slope 0 at their kinks, that of the flat side.
 *
 * jacobian[(i * outputs + o) * parameter_count + p] = d y_o(x_i) / d parameter p. */
void nw_network_jacobian(const nw_network *network, size_t count, const double *x, double *jacobian, double *y,
                         nw_net_work *work);

/* slopes[(i * outputs + o) * inputs + a] = d y_o(x_i) / d x_a. */
void nw_network_slopes(const nw_network *network, size_t count, const double *x, double *slopes, nw_net_work *work);

/* The largest difference between the gradient above and central differences of the forward pass (Richardson's
 * extrapolation of two steps), relative to the largest entry of the gradient; `count` points.  Where a step could carry
 * a unit of relu or crelu over a kink a difference quotient means nothing: such points are left out, and *used (may be
 * NULL) receives how many were not; with none the difference is 0. */
double nw_network_check_gradient(const nw_network *network, size_t count, const double *x, size_t *used);

/* C(f) = L^{K-1} prod_i ||W^i||_1, L the Lipschitz constant of the activation, ||.||_1 the largest absolute column sum
 * (theory.md section 1): an upper bound of it, rounded up. */
double nw_network_spectral_complexity(const nw_network *network);
/* L: 1, and 1/4 for logistic. */
double nw_activation_lipschitz(nw_activation activation);

/* NW_BAD_INPUT unless every parameter is finite. */
nw_status nw_network_check_finite(const nw_network *network, nw_error *error);

#endif
