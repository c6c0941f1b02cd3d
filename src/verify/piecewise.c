#include "verify/piecewise.h"

#include <stdlib.h>

#include "base/memory.h"

bool nw_is_piecewise(const nw_statement *stated)
{
    bool linear = nw_plain_network_is_linear(&stated->network);
    if (stated->form == NW_CLAIM_EMBEDDING)
        return linear && nw_plain_network_is_linear(&stated->task);
    return stated->form == NW_CLAIM_PLAIN ? linear : nw_is_bilinear(stated);
}

void nw_piecewise_init(nw_piecewise *piecewise, const nw_statement *stated, slong prec)
{
    const nw_plain_network *network = &stated->network, *task = &stated->task;
    nw_graph *graph = &piecewise->graph;
    size_t m1 = (size_t)stated->m1, *inputs = nw_alloc(network->inputs + NW_VERIFY_AXES, sizeof *inputs);
    *piecewise = (nw_piecewise){.hyper = stated->form == NW_CLAIM_HYPERNETWORK};
    nw_graph_init(graph, stated->inputs);
    for (size_t a = 0; a < (size_t)stated->inputs; a++)
        inputs[a] = a;
    if (stated->form == NW_CLAIM_EMBEDDING) {
        size_t first = nw_graph_add(graph, task, task->layer_count, inputs + m1);
        for (size_t o = 0; o < task->outputs; o++)
            inputs[m1 + o] = first + o;
    }
    if (piecewise->hyper)
        nw_bilinear_init(&piecewise->bilinear, stated, graph);
    else
        piecewise->output = nw_graph_add(graph, network, network->layer_count, inputs);
    free(inputs);
    nw_settling_init(&piecewise->settling, graph, prec);
}

void nw_piecewise_clear(nw_piecewise *piecewise)
{
    nw_settling_clear(&piecewise->settling);
    if (piecewise->hyper)
        nw_bilinear_clear(&piecewise->bilinear);
    nw_graph_clear(&piecewise->graph);
}

void nw_piecewise_form(nw_piecewise *piecewise, nw_domain *domain, nw_centred *form, nw_kink_hint *hint)
{
    nw_settling *settling = &piecewise->settling;
    const nw_bilinear *bilinear = &piecewise->bilinear;
    arb_t one;
    if (piecewise->hyper) {
        nw_settling_run(settling, domain, bilinear->roots, bilinear->root_count);
        nw_bilinear_form(&piecewise->bilinear, settling, domain, form, hint);
        return;
    }
    nw_settling_run(settling, domain, &piecewise->output, 1);
    arb_init(one);
    arb_one(one);
    nw_adjoint_add(&settling->adjoint, piecewise->output, one);
    nw_settling_sum(settling, domain, form, hint);
    arb_clear(one);
}
