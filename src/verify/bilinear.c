#include "verify/bilinear.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

bool nw_is_bilinear(const nw_statement *stated)
{
    const nw_plain_network *g = &stated->network;
    size_t last = g->parameter[g->layer_count - 1];
    return stated->form == NW_CLAIM_HYPERNETWORK && nw_plain_network_is_linear(g) &&
           nw_plain_network_is_linear(&stated->task) && (stated->fed != NULL ? stated->fed[0] : 0) >= last;
}

/* One parameter of the last layer, with the node that it multiplies; *next: the output of f that comes next. */
static void take_parameter(nw_bilinear *bilinear, const nw_statement *stated, size_t parameter, double weight,
                           size_t unit, size_t outputs, size_t *next)
{
    size_t fed = *next == stated->task.outputs ? NW_CONSTANT_ONE : stated->fed != NULL ? stated->fed[*next] : *next;
    if (parameter == fed) {
        bilinear->unit[bilinear->pairs] = unit;
        bilinear->output[bilinear->pairs++] = outputs + (*next)++;
    } else if (unit == NW_CONSTANT_ONE) {
        bilinear->constant += weight; /* there is one bias */
    } else {
        bilinear->fixed_unit[bilinear->fixed] = unit;
        bilinear->fixed_weight[bilinear->fixed++] = weight;
    }
}

void nw_bilinear_init(nw_bilinear *bilinear, const nw_statement *stated, nw_graph *graph)
{
    const nw_plain_network *g = &stated->network;
    size_t last = g->layer_count - 1, inputs[NW_VERIFY_AXES], next = 0;
    for (size_t a = 0; a < NW_VERIFY_AXES; a++)
        inputs[a] = a;
    size_t hidden = nw_graph_add(graph, g, last, inputs); /* 0 where there are none: the inputs */
    size_t outputs = nw_graph_add(graph, &stated->task, stated->task.layer_count, inputs + stated->m1);
    nw_row row = nw_plain_row(g, last, 0);
    *bilinear = (nw_bilinear){0};
    bilinear->unit = nw_alloc(row.count + 1, sizeof *bilinear->unit);
    bilinear->output = nw_alloc(row.count + 1, sizeof *bilinear->output);
    bilinear->fixed_unit = nw_alloc(row.count + 1, sizeof *bilinear->fixed_unit);
    bilinear->fixed_weight = nw_alloc(row.count + 1, sizeof *bilinear->fixed_weight);
    bilinear->unit_value = nw_alloc(row.count + 1, sizeof *bilinear->unit_value);
    bilinear->output_value = nw_alloc(row.count + 1, sizeof *bilinear->output_value);
    /* The bias is the last parameter of the one output, in both kinds of layers: parameters rise, as fed does. */
    for (size_t i = 0; i < row.count; i++)
        take_parameter(bilinear, stated, row.parameter + i, row.weight != NULL ? row.weight[i] : 0,
                       hidden + nw_row_source(&row, i), outputs, &next);
    if (row.biased)
        take_parameter(bilinear, stated, row.bias_parameter, row.bias, NW_CONSTANT_ONE, outputs, &next);
    bilinear->roots = nw_alloc(2 * bilinear->pairs + bilinear->fixed, sizeof *bilinear->roots);
    for (size_t p = 0; p < bilinear->pairs; p++) {
        bilinear->roots[bilinear->root_count++] = bilinear->output[p];
        if (bilinear->unit[p] != NW_CONSTANT_ONE)
            bilinear->roots[bilinear->root_count++] = bilinear->unit[p];
    }
    for (size_t i = 0; i < bilinear->fixed; i++)
        bilinear->roots[bilinear->root_count++] = bilinear->fixed_unit[i];
}

void nw_bilinear_clear(nw_bilinear *bilinear)
{
    free(bilinear->unit);
    free(bilinear->output);
    free(bilinear->fixed_unit);
    free(bilinear->fixed_weight);
    free(bilinear->roots);
    free(bilinear->unit_value);
    free(bilinear->output_value);
}

/* The node as a form, less a number near its value at the centre, which is returned. */
static double deviation(nw_settling *settling, nw_domain *domain, nw_centred *form, size_t node, const arb_t one)
{
    arb_t value;
    arb_init(value);
    nw_centred_zero(domain, form);
    nw_adjoint_add(&settling->adjoint, node, one);
    nw_settling_sum(settling, domain, form, NULL);
    double near = arf_get_d(arb_midref(form->c), ARF_RND_NEAR);
    near = isfinite(near) ? near : 0;
    arb_set_d(value, near);
    arb_sub(form->c, form->c, value, domain->prec);
    arb_clear(value);
    return near;
}

static bool is_zero(const nw_settling *settling, size_t node)
{
    return settling->pieces.kind[node] == NW_PIECE_ZERO;
}

/* For any numbers Y_p, F_p:
 *     sum y_p f_p = sum (y_p - Y_p) (f_p - F_p) + [sum F_p y_p + sum Y_p f_p] - sum Y_p F_p.
 * The first sum is of the second order, and the bracket is followed back to x and I in one run. */
static void add_products(nw_bilinear *bilinear, nw_settling *settling, nw_domain *domain, nw_centred *form,
                         const arb_t one)
{
    size_t mark = domain->taken;
    nw_centred *unit = nw_centred_take(domain), *output = nw_centred_take(domain), *product = nw_centred_take(domain);
    for (size_t p = 0; p < bilinear->pairs; p++) {
        size_t y = bilinear->unit[p], f = bilinear->output[p];
        if (y == NW_CONSTANT_ONE || is_zero(settling, y) || is_zero(settling, f))
            continue;
        bilinear->unit_value[p] = deviation(settling, domain, unit, y, one);
        bilinear->output_value[p] = deviation(settling, domain, output, f, one);
        nw_centred_multiply(domain, product, unit, output);
        nw_centred_add(domain, form, form, product);
    }
    domain->taken = mark;
}

/* The bracket, and - sum Y_p F_p. */
static void add_bracket(nw_bilinear *bilinear, nw_settling *settling, const nw_domain *domain, nw_centred *form,
                        const arb_t one)
{
    arb_t number, other;
    arb_init(number);
    arb_init(other);
    for (size_t p = 0; p < bilinear->pairs; p++) {
        size_t y = bilinear->unit[p], f = bilinear->output[p];
        if (y == NW_CONSTANT_ONE) {
            nw_adjoint_add(&settling->adjoint, f, one);
        } else if (!is_zero(settling, y) && !is_zero(settling, f)) {
            arb_set_d(number, bilinear->output_value[p]);
            nw_adjoint_add(&settling->adjoint, y, number);
            arb_set_d(other, bilinear->unit_value[p]);
            nw_adjoint_add(&settling->adjoint, f, other);
            arb_submul(form->c, number, other, domain->prec);
        }
    }
    arb_clear(number);
    arb_clear(other);
}

void nw_bilinear_form(nw_bilinear *bilinear, nw_settling *settling, nw_domain *domain, nw_centred *form,
                      nw_kink_hint *hint)
{
    arb_t one, number;
    arb_init(one);
    arb_init(number);
    arb_one(one);
    add_products(bilinear, settling, domain, form, one);
    add_bracket(bilinear, settling, domain, form, one);
    for (size_t i = 0; i < bilinear->fixed; i++) {
        arb_set_d(number, bilinear->fixed_weight[i]);
        nw_adjoint_add(&settling->adjoint, bilinear->fixed_unit[i], number);
    }
    arb_set_d(number, bilinear->constant);
    arb_add(form->c, form->c, number, domain->prec);
    nw_settling_sum(settling, domain, form, hint);
    arb_clear(one);
    arb_clear(number);
}
