#include "certify/composed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/layers.h"
#include "certify/wires.h"

nw_composite nw_composite_of_network(const nw_network *network)
{
    return (nw_composite){.form = NW_PLAIN, .m1 = network->inputs, .primary = (nw_network *)network};
}

/* The output of f that is parameter p of g, by p; NW_NO_PARAMETER where g's own number is. */
static size_t *outputs_by_parameter(const nw_composite *composite)
{
    size_t count = composite->primary->parameter_count, *output = nw_alloc(count + 1, sizeof *output);
    for (size_t p = 0; p < count; p++)
        output[p] = composite->fed == NULL ? p : NW_NO_PARAMETER;
    for (size_t i = 0; composite->fed != NULL && i < composite->task->outputs; i++)
        output[composite->fed[i]] = i;
    return output;
}

void nw_composite_taylor(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_composite *composite)
{
    if (composite->form == NW_PLAIN) {
        nw_layers_taylor(space, arithmetic, out, composite->primary, 0);
        return;
    }
    size_t mark = nw_taylor_mark(space), m1 = composite->m1;
    nw_register x = nw_taylor_registers(space, m1 + composite->task->outputs), of_task = x + m1;
    for (size_t i = 0; i < m1; i++)
        nw_taylor_input(space, x + i, (int)i);
    nw_layers_taylor(space, arithmetic, of_task, composite->task, (int)m1);
    if (composite->form == NW_EMBEDDING) { /* x and behind it e(I): the inputs of q */
        nw_layers_taylor_of(space, arithmetic, out, composite->primary, x);
    } else {
        size_t *output = outputs_by_parameter(composite);
        nw_layers_taylor_with(space, out, composite->primary, of_task, output, x);
        free(output);
    }
    nw_taylor_release(space, mark);
}

void nw_composite_enclose(arb_t value, const nw_composite *composite, const double *x, slong prec)
{
    if (composite->form == NW_PLAIN) {
        nw_layers_enclose(value, composite->primary, x, prec);
        return;
    }
    size_t m1 = composite->m1, count = m1 + composite->task->outputs;
    arb_ptr in = _arb_vec_init((slong)count), of_task = in + m1;
    for (size_t i = 0; i < m1; i++)
        arb_set_d(in + i, x[i]);
    nw_layers_enclose(of_task, composite->task, x + m1, prec);
    if (composite->form == NW_EMBEDDING) {
        nw_layers_enclose_of(value, composite->primary, NULL, NULL, in, prec);
    } else {
        size_t *output = outputs_by_parameter(composite);
        nw_layers_enclose_of(value, composite->primary, of_task, output, in, prec);
        free(output);
    }
    _arb_vec_clear(in, (slong)count);
}

/* ---- how far an input reaches ---- */

/* The sizes of the weights along all paths from an input to the output, added up. */
static void reach_of_network(double *reach, const nw_network *network)
{
    size_t widest = network->inputs;
    for (size_t k = 0; k < network->layer_count; k++)
        widest = network->layers[k].units > widest ? network->layers[k].units : widest;
    double *after = nw_alloc(widest, sizeof *after), *before = nw_alloc(widest, sizeof *before);
    after[0] = 1;
    for (size_t k = network->layer_count; k-- > 0;) {
        const nw_layer *layer = &network->layers[k];
        double most = 0;
        memset(before, 0, layer->inputs * sizeof *before);
        for (size_t j = 0; j < layer->units; j++) {
            nw_wires wires = nw_unit_wires(layer, j);
            for (size_t i = 0; i < wires.count; i++)
                before[nw_wire_source(&wires, i)] += after[j] * fabs(network->parameters[wires.first + i]);
        }
        for (size_t i = 0; i < layer->inputs; i++)
            most = before[i] > most ? before[i] : most;
        for (size_t i = 0; i < layer->inputs; i++) /* nothing overflows on the way, and nothing is left out */
            after[i] = most > 0 && most < INFINITY ? before[i] / most + 0x1p-100 : 1;
    }
    memcpy(reach, after, network->inputs * sizeof *reach);
    free(after);
    free(before);
}

/* The largest change by a step along each axis, over a spread of points. */
static void reach_of_composite(double *reach, const nw_composite *composite)
{
    enum { POINTS = 32 };
    const double step = 0.125, golden = 0.6180339887498949;
    size_t n = composite->m1 + composite->m2;
    double x[POINTS * (1 + NW_MOST_INPUTS) * NW_MOST_INPUTS], values[POINTS * (1 + NW_MOST_INPUTS)];
    for (size_t p = 0, row = 0; p < POINTS; p++) {
        double at[NW_MOST_INPUTS], turn = 0.5;
        for (size_t i = 0; i < n; i++) {
            turn = turn * golden + 0.1;
            double part = (double)(p + 1) * (golden + turn);
            at[i] = (2 - step) * (part - floor(part)) - 1;
        }
        for (size_t moved = 0; moved <= n; moved++, row++)
            for (size_t i = 0; i < n; i++)
                x[row * n + i] = at[i] + (moved == i + 1 ? step : 0);
    }
    nw_composite_values(composite, POINTS * (1 + n), x, values);
    for (size_t i = 0; i < n; i++) {
        reach[i] = 0x1p-100;
        for (size_t p = 0; p < POINTS; p++) {
            double change = fabs(values[p * (1 + n) + 1 + i] - values[p * (1 + n)]);
            reach[i] = change > reach[i] && change < INFINITY ? change : reach[i];
        }
    }
}

void nw_composite_reach(double *reach, const nw_composite *composite)
{
    if (composite->form == NW_PLAIN)
        reach_of_network(reach, composite->primary);
    else
        reach_of_composite(reach, composite);
}
