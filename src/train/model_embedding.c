/* q(x, e(I)), e(I) = D h + c with h e's last hidden layer (H wide) and D its last weights (E x H).
 *
 * q's first weights are [A B], A for x and B (hidden x E) for e(I), and B e(I) = (B D) h + B c: for many tasks the
 * product B D (hidden x H), made once a step, is cheaper than e(I).  Then with u = dz summed over a task's samples and
 * S = u' h (hidden x H):  dB = S D' + (sum u)' c',  dD = B' S,  dc = B' (sum u),  dh = u B D. */
#include <string.h>

#include "base/memory.h"
#include "train/model_parts.h"
#include "train/product.h"
#include "train/rows.h"
#include "train/units.h"

/* Columns of B, rows of D, that are changed together: both are old until then. */
enum { BLOCK = 256 };

void nw_embedding_prepare(nw_model *model, size_t most_samples, size_t most_tasks)
{
    (void)most_samples;
    size_t hidden = model->spec.hidden, width = model->inner_width, e = model->spec.embedding;
    model->folded = nw_alloc(hidden * width, sizeof(float));
    model->folded_signal = nw_alloc(hidden * width, sizeof(float));
    model->folded_start = nw_alloc(2 * hidden, sizeof(float));
    model->scaled = nw_alloc(hidden * BLOCK, sizeof(float));
    model->shift = nw_alloc(most_tasks * hidden, sizeof(float));
    model->shift_signal = nw_alloc(most_tasks * hidden, sizeof(float));
    size_t rows = hidden * width / (width + hidden) + 1; /* more tasks never have e(I) formed */
    rows = rows < most_tasks ? rows : most_tasks;
    model->embedding = nw_alloc(rows * e, sizeof(float));
    model->embedding_signal = nw_alloc(rows * e, sizeof(float));
}

/* q, and e's last layer, in the parameters or a vector like them. */
typedef struct parts {
    float *first, *biases;       /* [A B], hidden x (x_size + E) */
    float *second, *second_biases;
    float *top, *top_biases;     /* D, c */
} parts;

static parts parts_of(const nw_model *model, float *values)
{
    size_t hidden = model->spec.hidden, inputs = model->spec.x_size + model->spec.embedding;
    bool biases = model->spec.biases;
    parts p = {.first = values};
    p.biases = biases ? values + hidden * inputs : NULL;
    p.second = values + hidden * inputs + (biases ? hidden : 0);
    p.second_biases = biases ? p.second + model->spec.outputs * hidden : NULL;
    p.top = values + (model->inner_top - model->values);
    p.top_biases = biases ? p.top + model->spec.embedding * model->inner_width : NULL;
    return p;
}

/* Whether e(I) is formed: E tasks (H + hidden) multiplications, three times, against E hidden H. */
static bool formed(const nw_model *model, size_t tasks)
{
    return tasks * (model->inner_width + model->spec.hidden) < model->spec.hidden * model->inner_width;
}

/* ---- forward ---- */

static void shift_formed(nw_model *model, parts p, size_t tasks)
{
    size_t hidden = model->spec.hidden, width = model->inner_width, e = model->spec.embedding;
    size_t x = model->spec.x_size;
    if (p.top_biases != NULL)
        nw_rows_fill(model->embedding, tasks, e, p.top_biases);
    nw_product_into(model->embedding, e, &(nw_product){tasks, width, e, {model->inner, width, false},
                                                       {p.top, width, true}, 1, p.top_biases != NULL});
    nw_product_into(model->shift, hidden, &(nw_product){tasks, e, hidden, {model->embedding, e, false},
                                                        {p.first + x, x + e, true}, 1, false});
}

static void shift_folded(nw_model *model, parts p, size_t tasks)
{
    size_t hidden = model->spec.hidden, width = model->inner_width, e = model->spec.embedding;
    nw_factor b = {p.first + model->spec.x_size, model->spec.x_size + e, false};
    nw_product_into(model->folded, width, &(nw_product){hidden, e, width, b, {p.top, width, false}, 1, false});
    if (p.top_biases != NULL) {
        nw_product_into(model->folded_start, 1, &(nw_product){hidden, e, 1, b, {p.top_biases, 1, false}, 1, false});
        nw_rows_fill(model->shift, tasks, hidden, model->folded_start);
    }
    nw_product_into(model->shift, hidden, &(nw_product){tasks, width, hidden, {model->inner, width, false},
                                                        {model->folded, width, true}, 1, p.top_biases != NULL});
}

const float *nw_embedding_forward(nw_model *model, const nw_batch *batch)
{
    size_t hidden = model->spec.hidden, x = model->spec.x_size, outputs = model->spec.outputs, n = batch->samples;
    parts p = parts_of(model, model->values);
    const float *e_values = model->values + nw_stack_parameters(&model->stacks.primary);
    model->inner = nw_stack_forward(model->work, e_values, batch->i, batch->tasks);
    if (formed(model, batch->tasks))
        shift_formed(model, p, batch->tasks);
    else
        shift_folded(model, p, batch->tasks);
    if (p.biases != NULL)
        for (size_t t = 0; t < batch->tasks; t++)
            for (size_t j = 0; j < hidden; j++)
                model->shift[t * hidden + j] += p.biases[j];
    size_t points = n / batch->tasks;
    for (size_t t = 0; t < batch->tasks; t++)
        nw_rows_fill(model->hidden + t * points * hidden, points, hidden, model->shift + t * hidden);
    nw_product_into(model->hidden, hidden,
                    &(nw_product){n, x, hidden, {batch->x, x, false}, {p.first, x + model->spec.embedding, true}, 1,
                                  true});
    nw_units_apply(model->spec.unit, model->hidden, n * hidden);
    if (p.second_biases != NULL)
        nw_rows_fill(model->outputs, n, outputs, p.second_biases);
    nw_product_into(model->outputs, outputs, &(nw_product){n, hidden, outputs, {model->hidden, hidden, false},
                                                           {p.second, hidden, true}, 1, p.second_biases != NULL});
    return model->outputs;
}

/* ---- backward ---- */

static void back_formed(nw_model *model, parts p, parts change, size_t tasks, float scale)
{
    size_t hidden = model->spec.hidden, width = model->inner_width, e = model->spec.embedding;
    size_t x = model->spec.x_size;
    nw_product_into(model->embedding_signal, e, &(nw_product){tasks, hidden, e, {model->shift_signal, hidden, false},
                                                              {p.first + x, x + e, false}, 1, false});
    nw_product_into(change.first + x, x + e, &(nw_product){hidden, tasks, e, {model->shift_signal, hidden, true},
                                                           {model->embedding, e, false}, scale, true});
    nw_product_into(model->inner_signal, width, &(nw_product){tasks, e, width, {model->embedding_signal, e, false},
                                                              {p.top, width, false}, 1, false});
    nw_product_into(change.top, width, &(nw_product){e, tasks, width, {model->embedding_signal, e, true},
                                                     {model->inner, width, false}, scale, true});
    if (change.top_biases != NULL)
        nw_rows_total(change.top_biases, model->embedding_signal, tasks, e, scale);
}

static void back_folded(nw_model *model, parts p, parts change, size_t tasks, float scale)
{
    size_t hidden = model->spec.hidden, width = model->inner_width, e = model->spec.embedding;
    size_t x = model->spec.x_size;
    nw_factor u = {model->shift_signal, hidden, false}, turned = {model->shift_signal, hidden, true};
    float *total = model->folded_start + hidden;
    nw_product_into(model->inner_signal, width,
                    &(nw_product){tasks, hidden, width, u, {model->folded, width, false}, 1, false});
    nw_product_into(model->folded_signal, width,
                    &(nw_product){hidden, tasks, width, turned, {model->inner, width, false}, 1, false});
    nw_rows_fill(total, 1, hidden, NULL);
    nw_rows_total(total, model->shift_signal, tasks, hidden, 1);
    for (size_t start = 0; start < e; start += BLOCK) {
        size_t size = e - start < BLOCK ? e - start : BLOCK;
        float *b = change.first + x + start, *top = change.top + start * width, *old = model->scaled;
        for (size_t j = 0; j < hidden; j++)
            memcpy(old + j * size, p.first + j * (x + e) + x + start, size * sizeof *old);
        nw_factor d = {p.top + start * width, width, true};
        nw_product_into(b, x + e,
                        &(nw_product){hidden, width, size, {model->folded_signal, width, false}, d, scale, true});
        nw_product_into(top, width, &(nw_product){size, hidden, width, {old, size, true},
                                                  {model->folded_signal, width, false}, scale, true});
        if (change.top_biases == NULL)
            continue;
        float *c = change.top_biases + start;
        nw_product_into(b, x + e, &(nw_product){hidden, 1, size, {total, 1, false}, {p.top_biases + start, size, false},
                                                scale, true});
        nw_product_into(c, size, &(nw_product){1, hidden, size, {total, hidden, false}, {old, size, false}, scale,
                                               true});
    }
}

void nw_embedding_backward(nw_model *model, const nw_batch *batch, float *signal, float *into, float scale)
{
    size_t hidden = model->spec.hidden, x = model->spec.x_size, outputs = model->spec.outputs, n = batch->samples;
    parts p = parts_of(model, model->values), change = parts_of(model, into);
    nw_product_into(model->hidden_signal, hidden,
                    &(nw_product){n, outputs, hidden, {signal, outputs, false}, {p.second, hidden, false}, 1, false});
    nw_product_into(change.second, hidden,
                    &(nw_product){outputs, n, hidden, {signal, outputs, true}, {model->hidden, hidden, false}, scale,
                                  true});
    if (change.second_biases != NULL)
        nw_rows_total(change.second_biases, signal, n, outputs, scale);
    nw_units_times_slope(model->spec.unit, model->hidden_signal, model->hidden, n * hidden);
    size_t points = n / batch->tasks;
    nw_rows_fill(model->shift_signal, batch->tasks, hidden, NULL);
    for (size_t t = 0; t < batch->tasks; t++)
        nw_rows_total(model->shift_signal + t * hidden, model->hidden_signal + t * points * hidden, points, hidden, 1);
    if (change.biases != NULL)
        nw_rows_total(change.biases, model->hidden_signal, n, hidden, scale);
    if (formed(model, batch->tasks))
        back_formed(model, p, change, batch->tasks, scale);
    else
        back_folded(model, p, change, batch->tasks, scale);
    nw_product_into(change.first, x + model->spec.embedding,
                    &(nw_product){hidden, n, x, {model->hidden_signal, hidden, true}, {batch->x, x, false}, scale,
                                  true});
    size_t primary = nw_stack_parameters(&model->stacks.primary);
    nw_stack_backward(model->work, model->values + primary, model->inner_signal, into + primary, scale, NULL);
}
