#include "verify/layered.h"

static arb_ptr balls_of(const double *values, size_t count)
{
    arb_ptr balls = _arb_vec_init((slong)count);
    for (size_t i = 0; values != NULL && i < count; i++)
        arb_set_d(balls + i, values[i]);
    return balls;
}

/* Of a dense layer the matrix, of a sparse one the connections. */
static size_t weight_count(const nw_plain_network *network, size_t k)
{
    size_t units = network->units[k];
    return network->first[k] != NULL ? network->first[k][units] : units * nw_plain_layer_inputs(network, k);
}

static void layer_forms_init(nw_layer_forms *forms, size_t units, size_t monomials)
{
    forms->c = _arb_vec_init((slong)(units * monomials));
    forms->rest = _mag_vec_init((slong)units);
}

static void layer_forms_clear(nw_layer_forms *forms, size_t units, size_t monomials)
{
    _arb_vec_clear(forms->c, (slong)(units * monomials));
    _mag_vec_clear(forms->rest, (slong)units);
}

/* All but the first layer's weights. */
static void init_rest(nw_layered *layered, const nw_plain_network *network, const nw_domain *domain, bool behind)
{
    *layered = (nw_layered){.network = network,
                            .axes = domain->table.axes,
                            .monomials = domain->table.first[NW_VERIFY_DEGREE + 1],
                            .widest = behind ? network->inputs : 0,
                            .behind = behind};
    for (size_t k = 0; k < network->layer_count; k++) {
        bool first = k == 0 && !behind;
        layered->weights[k] = first ? NULL : balls_of(network->weights[k], weight_count(network, k));
        layered->biases[k] = _arb_vec_init((slong)network->units[k]);
        for (size_t j = 0; j < network->units[k]; j++)
            arb_set_d(layered->biases[k] + j, nw_plain_row(network, k, j).bias);
        layered->widest = network->units[k] > layered->widest ? network->units[k] : layered->widest;
    }
    layer_forms_init(&layered->now, layered->widest, layered->monomials);
    layer_forms_init(&layered->next, layered->widest, layered->monomials);
}

void nw_layered_init_behind(nw_layered *layered, const nw_plain_network *network, const nw_domain *domain)
{
    init_rest(layered, network, domain, true);
}

void nw_layered_init(nw_layered *layered, const nw_plain_network *network, const nw_domain *domain, int first_axis)
{
    size_t axes = (size_t)domain->table.axes;
    init_rest(layered, network, domain, false);
    layered->first = _arb_vec_init((slong)(network->units[0] * axes));
    for (size_t j = 0; j < network->units[0]; j++) {
        nw_row row = nw_plain_row(network, 0, j);
        for (size_t i = 0; i < row.count; i++)
            arb_set_d(layered->first + j * axes + (size_t)first_axis + nw_row_source(&row, i), row.weight[i]);
    }
}

void nw_layered_clear(nw_layered *layered)
{
    const nw_plain_network *network = layered->network;
    if (layered->first != NULL)
        _arb_vec_clear(layered->first, (slong)network->units[0] * layered->axes);
    for (size_t k = 0; k < network->layer_count; k++) {
        if (layered->weights[k] != NULL)
            _arb_vec_clear(layered->weights[k], (slong)weight_count(network, k));
        _arb_vec_clear(layered->biases[k], (slong)network->units[k]);
    }
    layer_forms_clear(&layered->now, layered->widest, layered->monomials);
    layer_forms_clear(&layered->next, layered->widest, layered->monomials);
}

/* Unit j of a layer of `units` takes the form, which is left with other content. */
static void store(nw_layer_forms *forms, size_t units, size_t j, const nw_domain *domain, nw_centred *form)
{
    for (size_t m = 0; m < domain->count; m++)
        arb_swap(forms->c + m * units + j, form->c + m);
    mag_swap(forms->rest + j, form->rest);
}

/* bias + sum_i weight_i unit_i */
static void combine(const nw_layered *layered, const nw_domain *domain, nw_centred *out, size_t k, size_t j)
{
    size_t inputs = nw_plain_layer_inputs(layered->network, k);
    nw_row row = nw_plain_row(layered->network, k, j);
    /* The balls stand as the numbers do. */
    arb_srcptr weights = layered->weights[k] + (row.weight - layered->network->weights[k]);
    mag_t size;
    mag_init(size);
    for (size_t m = 0; m < domain->count; m++) {
        arb_srcptr now = layered->now.c + m * inputs;
        if (row.source == NULL) {
            arb_dot(out->c + m, m == 0 ? layered->biases[k] + j : NULL, 0, weights, 1, now, 1, (slong)inputs,
                    domain->prec);
            continue;
        }
        arb_zero(out->c + m);
        for (size_t i = 0; i < row.count; i++)
            arb_addmul(out->c + m, weights + i, now + row.source[i], domain->prec);
        if (m == 0)
            arb_add(out->c, out->c, layered->biases[k] + j, domain->prec);
    }
    mag_zero(out->rest);
    for (size_t i = 0; i < row.count; i++) {
        arb_get_mag(size, weights + i);
        mag_addmul(out->rest, size, layered->now.rest + nw_row_source(&row, i));
    }
    mag_clear(size);
}

void nw_layered_forms_of(nw_layered *layered, nw_domain *domain, nw_centred *const in[], nw_centred *const out[])
{
    size_t inputs = layered->network->inputs;
    for (size_t i = 0; i < inputs; i++)
        store(&layered->now, inputs, i, domain, in[i]);
    nw_layered_forms(layered, domain, out);
}

void nw_layered_forms(nw_layered *layered, nw_domain *domain, nw_centred *const out[])
{
    const nw_plain_network *network = layered->network;
    size_t mark = domain->taken, row = (size_t)layered->axes;
    nw_centred *sum = nw_centred_take(domain), *value = nw_centred_take(domain);
    for (size_t k = 0; k < network->layer_count; k++) {
        bool last = k + 1 == network->layer_count;
        nw_curve f = {.kind = (nw_curve_kind)network->activation[k]};
        for (size_t j = 0; j < network->units[k]; j++) {
            nw_centred *unit = last ? out[j] : value;
            if (k == 0 && !layered->behind) {
                nw_centred_ridge(domain, unit, &f, layered->first + j * row, layered->biases[0] + j);
            } else if (last) {
                combine(layered, domain, unit, k, j);
            } else {
                combine(layered, domain, sum, k, j);
                nw_centred_apply(domain, unit, &f, sum);
            }
            if (!last)
                store(&layered->next, network->units[k], j, domain, unit);
        }
        nw_layer_forms other = layered->now;
        layered->now = layered->next;
        layered->next = other;
    }
    domain->taken = mark;
}
