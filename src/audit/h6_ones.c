/* Why the induced norm of q's first layer does not do in Theorem 3: networks that move more than it allows. */
#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/enclosures.h"
#include "audit/h6.h"
#include "base/memory.h"
#include "construct/builder.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const nw_evidence_column ones_columns[] = {
    {.name = "k", .header = "k", .kind = NW_EVIDENCE_INTEGER},
    {.name = "induced", .header = "induced norm", .kind = NW_EVIDENCE_NUMBER},
    {.name = "entrywise", .header = "sum of entries", .kind = NW_EVIDENCE_NUMBER},
    {.name = "moved", .header = "q moves by", .kind = NW_EVIDENCE_NUMBER},
    {.name = "charged", .header = "the paper charges", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* q = relu(e_1 + .. + e_k): a first layer of one unit with k connections of weight 1. */
static nw_network *ones_network(size_t k)
{
    nw_builder *builder = nw_builder_new(k);
    nw_builder_layer(builder, NW_RELU);
    nw_builder_unit(builder);
    for (size_t j = 0; j < k; j++)
        nw_builder_connect(builder, j, 1);
    nw_builder_layer(builder, NW_IDENTITY);
    nw_builder_unit(builder);
    nw_builder_connect(builder, 0, 1);
    return nw_builder_finish(builder);
}

static fmpq *new_numbers(size_t count)
{
    fmpq *numbers = nw_alloc(count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        fmpq_init(&numbers[i]);
    return numbers;
}

static void free_numbers(fmpq *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fmpq_clear(&numbers[i]);
    free(numbers);
}

static void exact_double(fmpq_t value, double x)
{
    arf_t exact;
    arf_init(exact);
    arf_set_d(exact, x);
    arf_get_fmpq(value, exact);
    arf_clear(exact);
}

/* y = the output of a sparse network with one output, of relu and identity units, where every input is x; exact. */
static void value_on_diagonal(fmpq_t y, const nw_network *network, const fmpq_t x)
{
    size_t last_units = network->inputs;
    fmpq *last = new_numbers(last_units);
    fmpq_t weight, term;
    fmpq_init(weight);
    fmpq_init(term);
    for (size_t a = 0; a < last_units; a++)
        fmpq_set(&last[a], x);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        const double *weights = nw_layer_weights(network, k);
        fmpq *next = new_numbers(layer->units);
        for (size_t j = 0; j < layer->units; j++) {
            for (size_t c = layer->connections->first[j]; c < layer->connections->first[j + 1]; c++) {
                exact_double(weight, weights[c]);
                fmpq_mul(term, weight, &last[layer->connections->source[c]]);
                fmpq_add(&next[j], &next[j], term);
            }
            if (layer->activation == NW_RELU && fmpq_sgn(&next[j]) < 0)
                fmpq_zero(&next[j]);
        }
        free_numbers(last, last_units);
        last = next;
        last_units = layer->units;
    }
    fmpq_set(y, &last[0]);
    free_numbers(last, last_units);
    fmpq_clear(weight);
    fmpq_clear(term);
}

/* The largest absolute column sum of the first layer and the sum of all its entries. */
static void first_layer_norms(fmpq_t induced, fmpq_t entrywise, const nw_network *network)
{
    const nw_connections *connections = network->layers[0].connections;
    const double *weights = nw_layer_weights(network, 0);
    size_t count = connections->first[network->layers[0].units];
    fmpq *columns = new_numbers(network->inputs);
    fmpq_t weight;
    fmpq_init(weight);
    fmpq_zero(induced);
    fmpq_zero(entrywise);
    for (size_t c = 0; c < count; c++) {
        fmpq *column = &columns[connections->source[c]];
        exact_double(weight, fabs(weights[c]));
        fmpq_add(entrywise, entrywise, weight);
        fmpq_add(column, column, weight);
        if (fmpq_cmp(column, induced) > 0)
            fmpq_set(induced, column);
    }
    free_numbers(columns, network->inputs);
    fmpq_clear(weight);
}

/* Every e_j moves from 1/2 to 1/2 + eta.  The paper charges the induced norm times eta, which the output of the network
 * exceeds for k > 1; the sum of all entries times eta is enough. */
static nw_outcome add_ones_row(nw_evidence *evidence, slong k, const fmpq_t eta)
{
    fmpq_t e, before, moved, induced, entrywise, charged, enough;
    fmpq_init(e);
    fmpq_init(before);
    fmpq_init(moved);
    fmpq_init(induced);
    fmpq_init(entrywise);
    fmpq_init(charged);
    fmpq_init(enough);
    nw_network *q = ones_network((size_t)k);
    first_layer_norms(induced, entrywise, q);
    fmpq_set_si(e, 1, 2);
    value_on_diagonal(before, q, e);
    fmpq_add(e, e, eta);
    value_on_diagonal(moved, q, e);
    fmpq_sub(moved, moved, before);
    fmpq_abs(moved, moved);
    fmpq_mul(charged, induced, eta);
    fmpq_mul(enough, entrywise, eta);
    nw_cell_count(evidence, k);
    nw_cell_rational(evidence, induced);
    nw_cell_rational(evidence, entrywise);
    nw_cell_rational(evidence, moved);
    nw_cell_rational(evidence, charged);
    bool beyond = fmpq_cmp(moved, charged) > 0, within = fmpq_cmp(moved, enough) <= 0;
    nw_outcome outcome = nw_decide_exactly(beyond == (k > 1) && within);
    char *what = nw_format("a row of %ld ones moves the output %s than the induced norm charges, and no more than the "
                           "sum of its entries does",
                           (long)k, k > 1 ? "more" : "no more");
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    nw_network_free(q);
    fmpq_clear(e);
    fmpq_clear(before);
    fmpq_clear(moved);
    fmpq_clear(induced);
    fmpq_clear(entrywise);
    fmpq_clear(charged);
    fmpq_clear(enough);
    return outcome;
}

nw_outcome nw_h6_add_ones(nw_evidence *evidence)
{
    nw_outcome all = NW_PROVED;
    fmpq_t eta;
    fmpq_init(eta);
    fmpq_set_si(eta, 1, 100);
    nw_evidence_begin(evidence, "ones", "networks with a first layer of k ones, every coordinate of e moved by 1/100",
                      ones_columns, COUNT(ones_columns));
    for (slong k = 1; k <= 64; k *= 4)
        all = nw_decide_both(all, add_ones_row(evidence, k, eta));
    fmpq_clear(eta);
    return all;
}
