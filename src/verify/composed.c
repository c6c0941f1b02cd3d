#include "verify/composed.h"

#include <stdlib.h>

#include "base/memory.h"

void nw_composed_init(nw_composed *composed, const nw_statement *stated, const nw_domain *domain)
{
    const nw_plain_network *primary = &stated->network;
    *composed = (nw_composed){.stated = stated};
    size_t room = (size_t)stated->m1 + stated->task.outputs;
    nw_layered_init(&composed->task, &stated->task, domain, stated->m1);
    if (stated->form == NW_CLAIM_EMBEDDING)
        nw_layered_init_behind(&composed->primary, primary, domain);
    for (size_t k = 0; k < primary->layer_count; k++)
        room += primary->units[k];
    composed->forms = nw_alloc(room, sizeof(nw_centred *));
    if (stated->form == NW_CLAIM_HYPERNETWORK)
        composed->parameter = nw_alloc(nw_plain_network_parameters(primary), sizeof(nw_centred *));
}

void nw_composed_clear(nw_composed *composed)
{
    nw_layered_clear(&composed->task);
    if (composed->stated->form == NW_CLAIM_EMBEDDING)
        nw_layered_clear(&composed->primary);
    free(composed->forms);
    free(composed->parameter);
}

/* sum += parameter * value: the parameter is a form, or a number of g's own; value NULL: 1. */
static void add_weighted(const nw_composed *composed, nw_domain *domain, nw_centred *sum, size_t parameter,
                         double weight, const nw_centred *value)
{
    const nw_centred *form = composed->parameter[parameter];
    size_t mark = domain->taken;
    nw_centred *product = nw_centred_take(domain);
    arb_t number;
    arb_init(number);
    arb_set_d(number, weight);
    if (form == NULL && value == NULL)
        nw_centred_constant(domain, product, number);
    else if (form == NULL)
        nw_centred_scale(domain, product, value, number);
    else if (value == NULL)
        nw_centred_set(domain, product, form);
    else
        nw_centred_multiply(domain, product, form, value);
    nw_centred_add(domain, sum, sum, product);
    arb_clear(number);
    domain->taken = mark;
}

/* g's layers, unit after unit. */
static void generated_form(nw_composed *composed, nw_domain *domain, nw_centred **in, nw_centred *out)
{
    const nw_plain_network *g = &composed->stated->network;
    nw_centred *sum = nw_centred_take(domain);
    size_t inputs = g->inputs;
    for (size_t k = 0; k < g->layer_count; k++) {
        bool last = k + 1 == g->layer_count;
        nw_centred **unit = in + inputs;
        nw_curve f = {.kind = (nw_curve_kind)g->activation[k]};
        for (size_t j = 0; j < g->units[k]; j++) {
            nw_row row = nw_plain_row(g, k, j);
            unit[j] = last ? out : nw_centred_take(domain);
            nw_centred_zero(domain, sum);
            if (row.biased)
                add_weighted(composed, domain, sum, row.bias_parameter, row.bias, NULL);
            for (size_t i = 0; i < row.count; i++)
                add_weighted(composed, domain, sum, row.parameter + i, row.weight != NULL ? row.weight[i] : 0,
                             in[nw_row_source(&row, i)]);
            if (last)
                nw_centred_set(domain, unit[j], sum);
            else
                nw_centred_apply(domain, unit[j], &f, sum);
        }
        in = unit;
        inputs = g->units[k];
    }
}

void nw_composed_form(nw_composed *composed, nw_domain *domain, nw_centred *out)
{
    const nw_statement *stated = composed->stated;
    size_t mark = domain->taken, m1 = (size_t)stated->m1, outputs = stated->task.outputs;
    bool hyper = stated->form == NW_CLAIM_HYPERNETWORK;
    /* q: x, then e(I).  g: f(I), then x, behind which its units go. */
    nw_centred **of_task = composed->forms + (hyper ? 0 : m1), **x = composed->forms + (hyper ? outputs : 0);
    for (size_t i = 0; i < m1; i++) {
        x[i] = nw_centred_take(domain);
        nw_centred_input(domain, x[i], (int)i);
    }
    for (size_t o = 0; o < outputs; o++)
        of_task[o] = nw_centred_take(domain);
    nw_layered_forms(&composed->task, domain, of_task);
    for (size_t o = 0; hyper && o < outputs; o++)
        composed->parameter[stated->fed != NULL ? stated->fed[o] : o] = of_task[o];
    if (hyper)
        generated_form(composed, domain, x, out);
    else
        nw_layered_forms_of(&composed->primary, domain, x, &out);
    domain->taken = mark;
}
