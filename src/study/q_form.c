#include "study/q_form.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arb_compat.h"
#include "base/memory.h"

/* Pointers into q, one hidden layer. */
typedef struct q_parts {
    double *weights, *biases;
    size_t width, inputs, m1, k;
} q_parts;

static q_parts parts_of(const nw_embed_network *network)
{
    nw_network *q = network->q;
    const nw_layer *first = &q->layers[0];
    return (q_parts){.weights = q->parameters + first->weights,
                     .biases = q->parameters + first->biases,
                     .width = first->units,
                     .inputs = first->inputs,
                     .m1 = first->inputs - network->k,
                     .k = network->k};
}

static double *row_of(const q_parts *q, size_t unit)
{
    return q->weights + unit * q->inputs + q->m1;
}

/* k units with independent rows of V, by elimination with the largest pivot left. */
static bool choose_units(size_t *chosen, const q_parts *q)
{
    size_t k = q->k;
    double *v = nw_alloc(q->width * k, sizeof *v), first = 0;
    bool *taken = nw_alloc(q->width, sizeof *taken), *used = nw_alloc(k, sizeof *used), independent = true;
    for (size_t j = 0; j < q->width; j++)
        memcpy(v + j * k, row_of(q, j), k * sizeof *v);
    for (size_t step = 0; step < k && independent; step++) {
        size_t unit = 0, column = 0;
        double pivot = 0;
        for (size_t j = 0; j < q->width; j++)
            for (size_t l = 0; l < k; l++)
                if (!taken[j] && !used[l] && fabs(v[j * k + l]) > pivot) {
                    pivot = fabs(v[j * k + l]);
                    unit = j;
                    column = l;
                }
        first = step == 0 ? pivot : first;
        independent = pivot > 1e-7 * first && pivot < INFINITY;
        for (size_t j = 0; independent && j < q->width; j++) {
            double factor = v[j * k + column] / v[unit * k + column];
            for (size_t l = 0; l < k && !taken[j] && j != unit; l++)
                v[j * k + l] -= factor * v[unit * k + l];
        }
        taken[unit] = used[column] = true;
        chosen[step] = unit;
    }
    free(v);
    free(taken);
    free(used);
    return independent;
}

bool nw_q_sparsen(nw_embed_network *network, size_t tasks)
{
    q_parts q = parts_of(network);
    size_t k = q.k;
    if (q.width < k)
        return false;
    size_t *chosen = nw_alloc(k, sizeof *chosen);
    if (!choose_units(chosen, &q)) {
        free(chosen);
        return false;
    }
    gsl_matrix *basis = gsl_matrix_calloc(k, k);
    gsl_vector *x = gsl_vector_calloc(k), *old = gsl_vector_calloc(k);
    gsl_permutation *order = gsl_permutation_calloc(k);
    double *shift = nw_alloc(k, sizeof *shift);
    int sign;
    /* The new embedding is the chosen units' biases: e' = b_S + V_S e. */
    for (size_t t = 0; t < tasks; t++) {
        double *row = network->rows + t * k;
        for (size_t s = 0; s < k; s++) {
            double sum = q.biases[chosen[s]];
            for (size_t l = 0; l < k; l++)
                sum += row_of(&q, chosen[s])[l] * row[l];
            shift[s] = sum;
        }
        memcpy(row, shift, k * sizeof *row);
    }
    /* Every other row of V becomes v V_S^-1, which is the solution of V_S^T x = v. */
    for (size_t s = 0; s < k; s++) {
        shift[s] = q.biases[chosen[s]];
        for (size_t l = 0; l < k; l++)
            gsl_matrix_set(basis, l, s, row_of(&q, chosen[s])[l]);
    }
    gsl_linalg_LU_decomp(basis, order, &sign);
    for (size_t j = 0; j < q.width; j++) {
        double *v = row_of(&q, j);
        for (size_t l = 0; l < k; l++)
            gsl_vector_set(old, l, v[l]);
        gsl_linalg_LU_solve(basis, order, old, x);
        for (size_t l = 0; l < k; l++) {
            v[l] = gsl_vector_get(x, l);
            q.biases[j] -= v[l] * shift[l];
        }
    }
    for (size_t s = 0; s < k; s++) {
        memset(row_of(&q, chosen[s]), 0, k * sizeof(double));
        row_of(&q, chosen[s])[s] = 1;
        q.biases[chosen[s]] = 0;
    }
    gsl_matrix_free(basis);
    gsl_vector_free(x);
    gsl_vector_free(old);
    gsl_permutation_free(order);
    free(shift);
    free(chosen);
    return true;
}

static double column_sum(const q_parts *q, size_t input)
{
    double sum = 0;
    for (size_t j = 0; j < q->width; j++)
        sum += fabs(q->weights[j * q->inputs + input]);
    return sum;
}

void nw_q_balance(nw_embed_network *network, size_t tasks)
{
    q_parts q = parts_of(network);
    double most = 0;
    for (size_t a = 0; a < q.m1; a++)
        most = fmax(most, column_sum(&q, a));
    for (size_t l = 0; l < q.k; l++) {
        double sum = column_sum(&q, q.m1 + l);
        if (!(sum > 0 && most > 0))
            continue;
        int power = ilogb(most / sum);
        if (power > 500 || power < -500)
            continue;
        for (size_t j = 0; j < q.width; j++)
            q.weights[j * q.inputs + q.m1 + l] = ldexp(q.weights[j * q.inputs + q.m1 + l], power);
        for (size_t t = 0; t < tasks; t++)
            network->rows[t * q.k + l] = ldexp(network->rows[t * q.k + l], -power);
    }
}

size_t nw_q_connections(const nw_network *network)
{
    size_t count = 0;
    for (size_t p = 0; p < network->parameter_count; p++)
        count += network->parameters[p] != 0;
    return count;
}

/* |a - b|_1 as a ball. */
static void distance(arb_t sum, const double *a, const double *b, size_t count)
{
    arb_t difference, term;
    arb_init(difference);
    arb_init(term);
    arb_zero(sum);
    for (size_t i = 0; i < count; i++) {
        arb_set_d(difference, a[i]);
        arb_set_d(term, b[i]);
        arb_sub(difference, difference, term, 128);
        arb_abs(difference, difference);
        arb_add(sum, sum, difference, 128);
    }
    arb_clear(difference);
    arb_clear(term);
}

double nw_q_lipschitz(const double *rows, size_t k, const double *places, size_t task_inputs, size_t tasks)
{
    double largest = 0;
    arb_t apart, moved;
    arf_t upper;
    arb_init(apart);
    arb_init(moved);
    arf_init(upper);
    for (size_t s = 0; s < tasks; s++)
        for (size_t t = 0; t < s; t++) {
            distance(moved, rows + s * k, rows + t * k, k);
            distance(apart, places + s * task_inputs, places + t * task_inputs, task_inputs);
            arb_div(moved, moved, apart, 128);
            arb_get_ubound_arf(upper, moved, 128);
            double bound = arf_get_d(upper, ARF_RND_CEIL);
            if (!(bound <= largest)) /* equal places: infinite */
                largest = bound == bound ? bound : INFINITY;
        }
    arb_clear(apart);
    arb_clear(moved);
    arf_clear(upper);
    return largest;
}
