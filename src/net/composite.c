#include "net/composite.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

const char *const nw_form_words[NW_FORM_COUNT + 1] = {"plain", "embedding", "hypernetwork", NULL};

static nw_status check_shapes(const nw_composite *composite, nw_error *error)
{
    const nw_network *primary = composite->primary, *task = composite->task;
    size_t m1 = composite->m1, m2 = composite->m2;
    if (m1 == 0)
        return nw_fail(error, NW_BAD_INPUT, "a composite needs an input: m1 is 0, and must be at least 1");
    if (primary->outputs != 1)
        return nw_fail(error, NW_BAD_INPUT, "the primary network has %zu outputs, and must have 1", primary->outputs);
    if ((task == NULL) != (composite->form == NW_PLAIN))
        return nw_fail(error, NW_BAD_INPUT, "a composite of the form %s %s a network of the task",
                       nw_form_words[composite->form], task == NULL ? "needs" : "has not");
    if (task != NULL && m2 == 0)
        return nw_fail(error, NW_BAD_INPUT, "a composite of the form %s needs a task: m2 is 0, and must be at least 1",
                       nw_form_words[composite->form]);
    if (task != NULL && task->inputs != m2)
        return nw_fail(error, NW_BAD_INPUT, "the network of the task has %zu inputs, and must have m2 = %zu",
                       task->inputs, m2);
    size_t behind = composite->form == NW_PLAIN ? m2 : composite->form == NW_EMBEDDING ? task->outputs : 0;
    if (primary->inputs != m1 + behind)
        return nw_fail(error, NW_BAD_INPUT, "the primary network has %zu inputs, and must have %zu", primary->inputs,
                       m1 + behind);
    if (composite->form == NW_HYPERNETWORK && composite->fed == NULL && task->outputs != primary->parameter_count)
        return nw_fail(error, NW_BAD_INPUT,
                       "the network of the task has %zu outputs, and the primary network %zu parameters: they must be "
                       "equal",
                       task->outputs, primary->parameter_count);
    return NW_OK;
}

/* Output i of f goes to parameter fed[i] of g: each to one of its own. */
static nw_status check_fed(const nw_composite *composite, nw_error *error)
{
    size_t count = composite->task->outputs, parameters = composite->primary->parameter_count;
    for (size_t i = 0; i < count; i++) {
        if (composite->fed[i] >= parameters)
            return nw_fail(error, NW_BAD_INPUT, "fed[%zu] is %zu, and the primary network has %zu parameters", i,
                           composite->fed[i], parameters);
        if (i > 0 && composite->fed[i] <= composite->fed[i - 1])
            return nw_fail(error, NW_BAD_INPUT, "fed[%zu] is %zu after %zu: the numbers must rise", i,
                           composite->fed[i], composite->fed[i - 1]);
    }
    return NW_OK;
}

/* Takes `made` over. */
static nw_status check_made(nw_composite **composite, nw_composite *made, nw_error *error)
{
    *composite = NULL;
    nw_status status = check_shapes(made, error);
    if (status == NW_OK && made->fed != NULL)
        status = check_fed(made, error);
    if (status == NW_OK)
        *composite = made;
    else
        nw_composite_free(made);
    return status;
}

nw_status nw_composite_new(nw_composite **composite, nw_composite_form form, size_t m1, size_t m2, nw_network *primary,
                           nw_network *task, nw_error *error)
{
    nw_composite *made = nw_alloc(1, sizeof *made);
    *made = (nw_composite){form, m1, m2, primary, task, NULL};
    nw_status status = check_made(composite, made, error);
    if (status == NW_OK && form == NW_HYPERNETWORK)
        memset(primary->parameters, 0, primary->parameter_count * sizeof *primary->parameters);
    return status;
}

nw_status nw_composite_new_fed(nw_composite **composite, size_t m1, size_t m2, nw_network *g, nw_network *f,
                               size_t *fed, nw_error *error)
{
    nw_composite *made = nw_alloc(1, sizeof *made);
    *made = (nw_composite){NW_HYPERNETWORK, m1, m2, g, f, fed};
    nw_status status = check_made(composite, made, error);
    for (size_t i = 0; status == NW_OK && i < f->outputs; i++)
        g->parameters[fed[i]] = 0;
    return status;
}

void nw_composite_free(nw_composite *composite)
{
    if (composite == NULL)
        return;
    nw_network_free(composite->primary);
    nw_network_free(composite->task);
    free(composite->fed);
    free(composite);
}

void nw_composite_feed(double *parameters, const nw_composite *composite, const double *outputs)
{
    size_t count = composite->task->outputs;
    if (composite->fed == NULL)
        memcpy(parameters, outputs, count * sizeof *parameters);
    else
        for (size_t i = 0; i < count; i++)
            parameters[composite->fed[i]] = outputs[i];
}

/* How many points from `first` on have the task of that one, at most `most`: those of a row are often evaluated at
 * once. */
static size_t same_task(const nw_composite *composite, size_t first, size_t count, size_t most, const double *x)
{
    size_t m1 = composite->m1, n = m1 + composite->m2, same = 1;
    while (same < most && first + same < count &&
           memcmp(x + (first + same) * n + m1, x + first * n + m1, composite->m2 * sizeof *x) == 0)
        same++;
    return same;
}

enum { BATCH = 256 };

/* q at (x, e(I)). */
static void embedded_values(const nw_composite *composite, size_t count, const double *x, double *y)
{
    const nw_network *q = composite->primary, *e = composite->task;
    size_t m1 = composite->m1, n = m1 + composite->m2, k = e->outputs;
    nw_net_work *q_work = nw_net_work_new(q, BATCH), *e_work = nw_net_work_new(e, BATCH);
    double *tasks = nw_alloc(BATCH * composite->m2, sizeof *tasks), *codes = nw_alloc(BATCH * k, sizeof *codes);
    double *in = nw_alloc(BATCH * (m1 + k), sizeof *in);
    for (size_t first = 0; first < count; first += BATCH) {
        size_t some = count - first < BATCH ? count - first : BATCH;
        for (size_t i = 0; i < some; i++)
            memcpy(tasks + i * composite->m2, x + (first + i) * n + m1, composite->m2 * sizeof *tasks);
        nw_network_forward(e, some, tasks, codes, e_work);
        for (size_t i = 0; i < some; i++) {
            memcpy(in + i * (m1 + k), x + (first + i) * n, m1 * sizeof *in);
            memcpy(in + i * (m1 + k) + m1, codes + i * k, k * sizeof *in);
        }
        nw_network_forward(q, some, in, y + first, q_work);
    }
    free(in);
    free(codes);
    free(tasks);
    nw_net_work_free(q_work);
    nw_net_work_free(e_work);
}

static void hypernetwork_values(const nw_composite *composite, size_t count, const double *x, double *y)
{
    const nw_network *f = composite->task;
    size_t m1 = composite->m1, n = m1 + composite->m2;
    nw_network *g = nw_network_copy(composite->primary);
    nw_net_work *f_work = nw_net_work_new(f, 1), *g_work = nw_net_work_new(g, BATCH);
    double *in = nw_alloc(BATCH * m1, sizeof *in), *outputs = nw_alloc(f->outputs, sizeof *outputs);
    for (size_t first = 0, some; first < count; first += some) {
        some = same_task(composite, first, count, BATCH, x);
        nw_network_forward(f, 1, x + first * n + m1, outputs, f_work);
        nw_composite_feed(g->parameters, composite, outputs);
        for (size_t i = 0; i < some; i++)
            memcpy(in + i * m1, x + (first + i) * n, m1 * sizeof *in);
        nw_network_forward(g, some, in, y + first, g_work);
    }
    free(outputs);
    free(in);
    nw_net_work_free(f_work);
    nw_net_work_free(g_work);
    nw_network_free(g);
}

void nw_composite_values(const nw_composite *composite, size_t count, const double *x, double *y)
{
    switch (composite->form) {
    case NW_EMBEDDING:
        embedded_values(composite, count, x, y);
        break;
    case NW_HYPERNETWORK:
        hypernetwork_values(composite, count, x, y);
        break;
    case NW_PLAIN:
    case NW_FORM_COUNT: {
        nw_net_work *work = nw_net_work_new(composite->primary, BATCH);
        nw_network_forward(composite->primary, count, x, y, work);
        nw_net_work_free(work);
        break;
    }
    }
}
