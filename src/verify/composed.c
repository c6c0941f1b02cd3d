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
}

void nw_composed_clear(nw_composed *composed)
{
    nw_layered_clear(&composed->task);
    if (composed->stated->form == NW_CLAIM_EMBEDDING)
        nw_layered_clear(&composed->primary);
    free(composed->forms);
}

/* g's layers: every weight and bias is a form, in the order of the parameters. */
static void generated_form(nw_composed *composed, nw_domain *domain, nw_centred *const *parameter, nw_centred **in,
                           nw_centred *out)
{
    const nw_plain_network *g = &composed->stated->network;
    nw_centred *product = nw_centred_take(domain), *sum = nw_centred_take(domain);
    size_t inputs = g->inputs;
    for (size_t k = 0; k < g->layer_count; k++) {
        bool last = k + 1 == g->layer_count, biases = !last || g->output_bias;
        size_t units = g->units[k];
        nw_centred **unit = in + inputs;
        nw_curve f = {.kind = (nw_curve_kind)g->activation[k]};
        for (size_t j = 0; j < units; j++) {
            unit[j] = last ? out : nw_centred_take(domain);
            if (biases)
                nw_centred_set(domain, sum, parameter[inputs * units + j]);
            else
                nw_centred_zero(domain, sum);
            for (size_t i = 0; i < inputs; i++) {
                nw_centred_multiply(domain, product, parameter[j * inputs + i], in[i]);
                nw_centred_add(domain, sum, sum, product);
            }
            if (last)
                nw_centred_set(domain, unit[j], sum);
            else
                nw_centred_apply(domain, unit[j], &f, sum);
        }
        parameter += units * (inputs + biases);
        in = unit;
        inputs = units;
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
    if (hyper)
        generated_form(composed, domain, of_task, x, out);
    else
        nw_layered_forms_of(&composed->primary, domain, x, &out);
    domain->taken = mark;
}
