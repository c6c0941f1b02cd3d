/* Certificates of sparse, deep and constructed networks, and of hypernetworks that produce a part of g: models against
 * Arb at random points of random boxes, the same network densely, norms known exactly, and weights moved until the
 * error breaks the threshold. */
#include "certify/certify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/affine_network.h"
#include "certify/bounder.h"
#include "certify/cells.h"
#include "certify/composed.h"
#include "certify/layers.h"
#include "certify/wires.h"
#include "check_common.h"
#include "construct/builder.h"
#include "construct/construct.h"

enum { BITS = 400 };

/* ---- helpers ---- */

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s: %s", word, error.message);
    return target;
}

static double uniform(gsl_rng *rng, double least, double greatest)
{
    return least + (greatest - least) * gsl_rng_uniform(rng);
}

static nw_activation any_of(gsl_rng *rng, bool smooth)
{
    static const nw_activation flat[] = {NW_RELU, NW_CRELU, NW_IDENTITY, NW_RELU};
    return smooth ? (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1) : flat[ct_between(rng, 0, 3)];
}

/* Some layers of a few connections a unit, many with few digits, so that units bend at the same place or at corners. */
static nw_network *random_sparse(gsl_rng *rng, size_t inputs, size_t outputs, size_t hidden, bool smooth)
{
    nw_builder *builder = nw_builder_new(inputs);
    size_t before = inputs;
    bool coarse = ct_between(rng, 0, 1) == 1;
    for (size_t k = 0; k <= hidden; k++) {
        size_t units = k == hidden ? outputs : (size_t)ct_between(rng, 2, 7);
        nw_builder_layer(builder, k == hidden ? NW_IDENTITY : any_of(rng, smooth));
        for (size_t j = 0; j < units; j++) {
            nw_builder_unit(builder);
            for (size_t i = 0; i < before; i++)
                if (ct_between(rng, 0, 2) > 0) {
                    double weight = uniform(rng, -1.2, 1.2);
                    nw_builder_connect(builder, i, coarse ? ldexp(nearbyint(ldexp(weight, 1)), -1) : weight);
                }
            if (ct_between(rng, 0, 1) == 1) {
                double bias = uniform(rng, -0.7, 0.7);
                nw_builder_bias(builder, coarse ? ldexp(nearbyint(ldexp(bias, 2)), -2) : bias);
            }
        }
        before = units;
    }
    return nw_builder_finish(builder);
}

/* The same function by dense layers. */
static nw_network *dense_copy(const nw_network *sparse)
{
    size_t widths[NW_MOST_LAYERS], hidden = sparse->layer_count - 1;
    for (size_t k = 0; k < hidden; k++)
        widths[k] = sparse->layers[k].units;
    nw_network *dense = nw_network_new(sparse->inputs, widths, hidden, sparse->outputs, NW_RELU, true);
    for (size_t k = 0; k < sparse->layer_count; k++) {
        nw_layer *layer = &dense->layers[k];
        layer->activation = sparse->layers[k].activation;
        for (size_t j = 0; j < layer->units; j++) {
            const nw_wires wires = nw_unit_wires(&sparse->layers[k], j);
            for (size_t i = 0; i < wires.count; i++)
                dense->parameters[layer->weights + j * layer->inputs + nw_wire_source(&wires, i)] =
                    sparse->parameters[wires.first + i];
            dense->parameters[layer->biases + j] = nw_wire_bias(&wires, sparse->parameters);
        }
    }
    return dense;
}

/* A part of [-1,1]^n: ends of few digits now and then, some axes whole, some a point. */
static void random_box(gsl_rng *rng, size_t inputs, double *centre, double *half)
{
    for (size_t i = 0; i < inputs; i++) {
        half[i] = ct_between(rng, 0, 5) == 0 ? 0 : ldexp(gsl_rng_uniform(rng), -(int)ct_between(rng, 0, 6));
        centre[i] = uniform(rng, half[i] - 1, 1 - half[i]);
        if (ct_between(rng, 0, 2) == 0) {
            half[i] = ldexp(1, -(int)ct_between(rng, 1, 4));
            centre[i] = half[i] * (double)(2 * ct_between(rng, 0, (slong)(1 / half[i]) - 1) + 1) - 1;
        }
    }
}

/* |h(x) - p(u)|, x = centre + half u exactly, at most what is returned; `prec` is more than enough. */
static double distance_at(const nw_composite *composite, const nw_model *model, const double *x, const double *centre,
                          const double *half)
{
    int n = (int)(composite->m1 + composite->m2);
    arb_t value, term, power;
    mag_t away;
    arb_init(value);
    arb_init(term);
    arb_init(power);
    mag_init(away);
    arb_ptr u = _arb_vec_init(NW_MOST_INPUTS);
    for (int i = 0; i < n; i++)
        if (half[i] > 0) {
            arb_set_d(u + i, x[i]);
            arb_set_d(term, centre[i]);
            arb_sub(u + i, u + i, term, BITS);
            arb_set_d(term, half[i]);
            arb_div(u + i, u + i, term, BITS);
        }
    nw_composite_enclose(value, composite, x, BITS);
    for (size_t t = 0; t < nw_taylor_terms(n); t++) {
        int exponents[NW_MOST_INPUTS];
        nw_taylor_exponents(exponents, n, t);
        arb_set_d(term, model->c[t]);
        for (int i = 0; i < n; i++) {
            arb_pow_ui(power, u + i, (ulong)exponents[i], BITS);
            arb_mul(term, term, power, BITS);
        }
        arb_sub(value, value, term, BITS);
    }
    arb_get_mag_lower(away, value);
    double result = mag_get_d(away);
    _arb_vec_clear(u, NW_MOST_INPUTS);
    arb_clear(value);
    arb_clear(term);
    arb_clear(power);
    mag_clear(away);
    return result;
}

/* Points of the box, its corners and centre among them: none is farther from the polynomial than the model says. */
static void check_model(gsl_rng *rng, const nw_composite *composite, const nw_model *model, const double *centre,
                        const double *half, const char *what)
{
    size_t n = composite->m1 + composite->m2;
    double worst = 0, bound = model->remainder + model->rounding;
    for (int point = 0; point < 12; point++) {
        double x[NW_MOST_INPUTS];
        for (size_t i = 0; i < n; i++) {
            double at = point == 0 ? 0 : point % 3 == 0 ? uniform(rng, -1, 1) : (double)ct_between(rng, -1, 1);
            x[i] = centre[i] + half[i] * at;
            /* Inside, though the sum is rounded. */
            if (fabs(x[i] - centre[i]) > half[i])
                x[i] = centre[i];
        }
        worst = fmax(worst, distance_at(composite, model, x, centre, half));
    }
    ck_assert_msg(worst <= bound * (1 + 1e-12), "%s: %.17g away, bound %.17g (rounding %g)", what, worst, bound,
                  model->rounding);
}

static nw_enclosure certified(const nw_composite *composite, const nw_target *target, double threshold)
{
    nw_enclosure enclosure;
    nw_error error;
    nw_certify_options options = nw_certify_defaults();
    options.threshold = threshold;
    options.most_boxes = 200000;
    ck_assert_msg(nw_certify_composite(&enclosure, composite, target, &options, &error) == NW_OK, "%s", error.message);
    return enclosure;
}

static double sampled_norm(const nw_composite *composite, const nw_target *target, gsl_rng *rng, int points)
{
    size_t n = composite->m1 + composite->m2;
    double best = 0;
    for (int i = 0; i < points; i++) {
        double x[NW_MOST_INPUTS], y;
        for (size_t a = 0; a < n; a++)
            x[a] = ct_between(rng, 0, 3) == 0 ? (double)ct_between(rng, -4, 4) / 4 : uniform(rng, -1, 1);
        nw_composite_values(composite, 1, x, &y);
        best = fmax(best, fabs(y - nw_target_value(target, x)));
    }
    return best;
}

/* ---- forms ---- */

/* relu(z) and relu(-2 z + rounding) bend at the same place: relu(z) - relu(-2 z)/2 is z, and nothing remains. */
START_TEST(kinks_are_shared)
{
    nw_region region;
    nw_region_set(&region, 2, NULL, NULL);
    nw_affine *affine = nw_affine_new(&region);
    const double centre[NW_MOST_INPUTS] = {0.1, -0.2}, half[NW_MOST_INPUTS] = {0.5, 0.25};
    const double weights[] = {0.3, -0.7, 0.05};
    nw_affine_begin(affine, centre, half);
    nw_affine_form in[2], z[3], out, first;
    nw_affine_input(affine, in, 0);
    nw_affine_input(affine, in + 1, 1);
    nw_wires wires = {.count = 2, .bias = 2};
    nw_affine_sum(affine, z, in, &wires, weights);
    first = z[0];
    const double minus[] = {-2};
    wires = (nw_wires){.count = 1, .bias = NW_NO_PARAMETER};
    nw_affine_sum(affine, z + 1, z, &wires, minus);
    const double triple[] = {3};
    nw_affine_sum(affine, z + 2, z, &wires, triple);
    for (int i = 0; i < 3; i++) {
        double low, high;
        nw_affine_range(affine, &low, &high, z + i);
        ck_assert(low < -0.1 && high > 0.1);
        nw_affine_apply(affine, z + i, NW_RELU);
        ck_assert_uint_eq(z[i].count, 1);
    }
    const double difference[] = {1, -0.5, 0}, thrice[] = {1, 0, -1.0 / 3};
    wires = (nw_wires){.count = 3, .bias = NW_NO_PARAMETER};
    nw_affine_sum(affine, &out, z, &wires, difference);
    ck_assert_uint_eq(out.count, 0);
    for (int v = 0; v < 3; v++)
        ck_assert_double_le(fabs(out.c[v] - first.c[v]), out.rounding);
    ck_assert_double_le(out.rounding, 1e-13);
    nw_affine_sum(affine, &out, z, &wires, thrice);
    ck_assert_uint_eq(out.count, 0);
    ck_assert_double_le(out.size, 1e-14);
    nw_affine_free(affine);
}
END_TEST

/* A form that reaches beyond a kink by no more than rounding has none, and owns to the difference. */
START_TEST(settled_by_rounding)
{
    static const struct {
        nw_activation activation;
        double low, high, away; /* how far the form that is taken is from the function */
    } cases[] = {{NW_RELU, -0x1p-47, 0.5, 0x1p-47},
                 {NW_RELU, -0.5, 0x1p-47, 0x1p-47},
                 {NW_CRELU, 0.5, 1 + 0x1p-47, 0x1p-47},
                 {NW_CRELU, -0x1p-47, 1 + 0x1p-46, 0x1p-46},
                 {NW_CRELU, -0x1p-47, 1.5, 0x1p-47}};
    nw_region region;
    nw_region_set(&region, 1, NULL, NULL);
    nw_affine *affine = nw_affine_new(&region);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double low = cases[i].low, high = cases[i].high;
        double centre[NW_MOST_INPUTS] = {0.5 * (low + high)}, half[NW_MOST_INPUTS] = {0.5 * (high - low)};
        nw_affine_form form;
        nw_affine_begin(affine, centre, half);
        nw_affine_input(affine, &form, 0);
        nw_affine_apply(affine, &form, cases[i].activation);
        ck_assert_uint_eq(form.count, cases[i].high == 1.5);
        ck_assert_msg(form.rounding >= cases[i].away && form.rounding <= 16 * cases[i].away, "case %zu: %g", i,
                      form.rounding);
    }
    nw_affine_free(affine);
}
END_TEST

/* Models of random networks, of affine forms and layer by layer, in double, against Arb. */
START_TEST(models_against_arb)
{
    gsl_rng *rng = ct_rng("sparse models");
    for (int round = 0; round < 400; round++) {
        size_t inputs = (size_t)ct_between(rng, 1, 4);
        bool smooth = round % 4 == 0;
        nw_network *network = random_sparse(rng, inputs, 1, (size_t)ct_between(rng, 0, 5), smooth);
        const nw_composite composite = nw_composite_of_network(network);
        nw_region region;
        nw_region_set(&region, (int)inputs, NULL, NULL);
        double centre[NW_MOST_INPUTS] = {0}, half[NW_MOST_INPUTS] = {0}, share[NW_MOST_INPUTS];
        random_box(rng, inputs, centre, half);
        nw_affine_network *forms = nw_affine_network_new(&composite, &region);
        if (!smooth)
            ck_assert_ptr_nonnull(forms);
        nw_model model;
        if (forms != NULL) {
            nw_affine_network_model(forms, &model, share, centre, half);
            check_model(rng, &composite, &model, centre, half, "forms");
            ck_assert_double_le(model.rounding, 1e-10);
            /* At a point nothing is left but rounding. */
            const double nothing[NW_MOST_INPUTS] = {0};
            nw_affine_network_model(forms, &model, share, centre, nothing);
            check_model(rng, &composite, &model, centre, nothing, "forms at a point");
            ck_assert_double_le(model.remainder + model.rounding, 1e-10);
        }
        nw_affine_network_free(forms);
        nw_space *space = nw_space_new(NW_DOUBLE, (int)inputs, 53);
        nw_register out = nw_taylor_registers(space, 1);
        nw_space_box(space, centre, half);
        nw_composite_taylor(space, NW_DOUBLE, out, &composite);
        model = *nw_taylor_model(space, out);
        check_model(rng, &composite, &model, centre, half, "layer by layer");
        nw_space_free(space);
        nw_network_free(network);
    }
    gsl_rng_free(rng);
}
END_TEST

/* The same function, sparse and dense. */
START_TEST(sparse_is_dense)
{
    gsl_rng *rng = ct_rng("sparse is dense");
    const char *const words[] = {"trig:r=1,n=1,terms=3,degree=2,seed=1", "trig:r=1,n=2,terms=3,degree=2,seed=2"};
    for (int round = 0; round < 24; round++) {
        size_t inputs = 1 + (size_t)round % 2;
        nw_target *target = target_of(words[inputs - 1]);
        nw_network *sparse = random_sparse(rng, inputs, 1, (size_t)ct_between(rng, 1, 5), round % 3 == 0);
        nw_network *dense = dense_copy(sparse);
        const nw_composite a = nw_composite_of_network(sparse), b = nw_composite_of_network(dense);
        nw_enclosure e = certified(&a, target, 0), f = certified(&b, target, 0);
        double sampled = sampled_norm(&a, target, rng, 400);
        ck_assert_msg(e.outcome == NW_PROVED && f.outcome == NW_PROVED, "round %d: %s, %s", round, e.reason, f.reason);
        ck_assert_msg(e.lower <= f.upper && f.lower <= e.upper, "round %d: %g..%g and %g..%g", round, e.lower, e.upper,
                      f.lower, f.upper);
        ck_assert_msg(sampled <= e.upper * (1 + 1e-12), "round %d: sampled %g, upper %g", round, sampled, e.upper);
        nw_enclosure_clear(&e);
        nw_enclosure_clear(&f);
        nw_network_free(sparse);
        nw_network_free(dense);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* A binary tree of max(a, b) = b + relu(a - b) over affine functions, a carried by relu(a), relu(-a). */
static nw_network *maximum_of(gsl_rng *rng, size_t inputs, size_t count, double *planes)
{
    nw_builder *builder = nw_builder_new(inputs);
    /* Layer 1: for every pair a - b, b and -b. */
    nw_builder_layer(builder, NW_RELU);
    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i <= inputs; i++)
            planes[p * (inputs + 1) + i] = uniform(rng, -1, 1) / (double)(2 * inputs);
    for (size_t p = 0; p < count; p += 2) {
        const double *a = planes + p * (inputs + 1), *b = a + inputs + 1;
        for (int unit = 0; unit < 3; unit++) {
            nw_builder_unit(builder);
            for (size_t i = 0; i <= inputs; i++) {
                double weight = unit == 0 ? a[i] - b[i] : unit == 1 ? b[i] : -b[i];
                if (i < inputs)
                    nw_builder_connect(builder, i, weight);
                else
                    nw_builder_bias(builder, weight);
            }
        }
    }
    for (size_t left = count / 2; left > 1; left /= 2) {
        nw_builder_layer(builder, NW_RELU);
        for (size_t p = 0; p < left; p += 2)
            for (int unit = 0; unit < 3; unit++) {
                nw_builder_unit(builder);
                for (size_t c = 0; c < 6; c++) {
                    double of_pair = c % 3 == 2 ? -1 : 1;
                    double weight = c < 3 ? (unit == 0 ? of_pair : 0) : unit == 1 ? of_pair : -of_pair;
                    if (weight != 0)
                        nw_builder_connect(builder, 3 * p + c, weight);
                }
            }
    }
    nw_builder_layer(builder, NW_IDENTITY);
    nw_builder_unit(builder);
    for (size_t c = 0; c < 3; c++)
        nw_builder_connect(builder, c, c == 2 ? -1 : 1);
    return nw_builder_finish(builder);
}

/* A maximum of planes is greatest at a corner, which is known; and a few hundred boxes enclose it, where the bounds of
 * Taylor models double from level to level. */
START_TEST(tree_of_maxima)
{
    gsl_rng *rng = ct_rng("tree of maxima");
    nw_target *target = target_of("expr:r=1,m1=2,m2=0,amplitude=0.0009765625:0*x1+0*x2");
    for (int round = 0; round < 8; round++) {
        enum { COUNT = 64 };
        double planes[COUNT * 3], greatest = -INFINITY, y;
        nw_network *network = maximum_of(rng, 2, COUNT, planes);
        ck_assert_uint_eq(network->layer_count, 7);
        for (int corner = 0; corner < 4; corner++)
            for (size_t p = 0; p < COUNT; p++)
                greatest = fmax(greatest, planes[3 * p] * (corner % 2 == 0 ? 1 : -1) +
                                              planes[3 * p + 1] * (corner < 2 ? 1 : -1) + planes[3 * p + 2]);
        const double corner[2] = {1, 1};
        const nw_composite composite = nw_composite_of_network(network);
        nw_composite_values(&composite, 1, corner, &y);
        ck_assert_double_le(y, greatest + 1e-12);
        nw_enclosure e = certified(&composite, target, 0);
        ck_assert_msg(e.outcome == NW_PROVED, "%s", e.reason);
        ck_assert_msg(e.lower <= greatest * (1 + 1e-12) && e.upper >= greatest * (1 - 1e-12),
                      "%.17g not in %.17g..%.17g", greatest, e.lower, e.upper);
        ck_assert_uint_le(e.boxes, 500);
        nw_enclosure_clear(&e);
        nw_network_free(network);
    }
    nw_target_free(target);
    gsl_rng_free(rng);
}
END_TEST

/* ---- composites ---- */

/* A hypernetwork that feeds some parameters of g, the last layer's alone or any, and the one that feeds all, its others
 * constant. */
static void random_fed(gsl_rng *rng, nw_composite **some, nw_composite **all, size_t m1, size_t m2, bool last,
                       bool smooth)
{
    nw_error error;
    nw_network *g = random_sparse(rng, m1, 1, (size_t)ct_between(rng, 1, 3), smooth);
    const nw_layer *layer = &g->layers[g->layer_count - 1];
    size_t first = last ? layer->weights : 0, count = 0, *fed = nw_alloc(g->parameter_count + 1, sizeof *fed);
    for (size_t p = first; p < g->parameter_count; p++)
        if (ct_between(rng, 0, 3) > 0)
            fed[count++] = p;
    ck_assert_uint_lt(0, g->parameter_count);
    if (count == 0)
        fed[count++] = g->parameter_count - 1;
    nw_network *f = random_sparse(rng, m2, count, (size_t)ct_between(rng, 0, 2), smooth);
    /* f with constants beside it: the last layer widened. */
    nw_network *dense = dense_copy(f), *of_all = nw_network_copy(dense);
    size_t widths[NW_MOST_LAYERS];
    for (size_t k = 0; k + 1 < dense->layer_count; k++)
        widths[k] = dense->layers[k].units;
    nw_network_free(of_all);
    of_all = nw_network_new(m2, widths, dense->layer_count - 1, g->parameter_count, NW_RELU, true);
    const nw_layer *from = &dense->layers[dense->layer_count - 1];
    const nw_layer *to = &of_all->layers[of_all->layer_count - 1];
    memcpy(of_all->parameters, dense->parameters, from->weights * sizeof *of_all->parameters);
    for (size_t k = 0; k < dense->layer_count; k++)
        of_all->layers[k].activation = dense->layers[k].activation;
    for (size_t p = 0, next = 0; p < g->parameter_count; p++) {
        if (next < count && fed[next] == p) {
            memcpy(of_all->parameters + to->weights + p * to->inputs,
                   dense->parameters + from->weights + next * from->inputs, to->inputs * sizeof(double));
            of_all->parameters[to->biases + p] = dense->parameters[from->biases + next];
            next++;
        } else {
            of_all->parameters[to->biases + p] = g->parameters[p];
        }
    }
    nw_network_free(dense);
    nw_network *other = nw_network_copy(g);
    ck_assert_msg(nw_composite_new_fed(some, m1, m2, g, f, fed, &error) == NW_OK, "%s", error.message);
    ck_assert_msg(nw_composite_new(all, NW_HYPERNETWORK, m1, m2, other, of_all, &error) == NW_OK, "%s", error.message);
}

START_TEST(fed_against_arb)
{
    gsl_rng *rng = ct_rng("fed");
    for (int round = 0; round < 200; round++) {
        size_t m1 = (size_t)ct_between(rng, 1, 2), m2 = (size_t)ct_between(rng, 1, 2);
        bool last = round % 2 == 0, smooth = round % 4 == 1;
        nw_composite *some, *all;
        random_fed(rng, &some, &all, m1, m2, last, smooth);
        nw_region region;
        nw_region_set(&region, (int)(m1 + m2), NULL, NULL);
        double centre[NW_MOST_INPUTS] = {0}, half[NW_MOST_INPUTS] = {0}, share[NW_MOST_INPUTS];
        random_box(rng, m1 + m2, centre, half);
        nw_affine_network *forms = nw_affine_network_new(some, &region);
        ck_assert(nw_affine_network_new(all, &region) == NULL);
        nw_model model;
        if (last)
            ck_assert_ptr_nonnull(forms);
        if (forms != NULL) {
            nw_affine_network_model(forms, &model, share, centre, half);
            check_model(rng, some, &model, centre, half, "forms");
            check_model(rng, all, &model, centre, half, "forms, all of g produced");
            ck_assert_double_le(model.rounding, 1e-10);
        }
        nw_affine_network_free(forms);
        for (int a = 0; a < 2; a++) {
            nw_space *space = nw_space_new(NW_DOUBLE, (int)(m1 + m2), 53);
            nw_register out = nw_taylor_registers(space, 1);
            nw_space_box(space, centre, half);
            nw_composite_taylor(space, NW_DOUBLE, out, a == 0 ? some : all);
            model = *nw_taylor_model(space, out);
            check_model(rng, some, &model, centre, half, a == 0 ? "layer by layer" : "all of g produced");
            nw_space_free(space);
        }
        nw_composite_free(some);
        nw_composite_free(all);
    }
    gsl_rng_free(rng);
}
END_TEST

/* An embedding of flat networks is served by forms, and its model holds. */
START_TEST(embeddings_against_arb)
{
    gsl_rng *rng = ct_rng("flat embeddings");
    for (int round = 0; round < 100; round++) {
        size_t m1 = (size_t)ct_between(rng, 1, 2), m2 = (size_t)ct_between(rng, 1, 2);
        size_t k = (size_t)ct_between(rng, 1, 6);
        nw_composite *composite;
        nw_error error;
        nw_network *q = random_sparse(rng, m1 + k, 1, 3, false), *e = random_sparse(rng, m2, k, 2, false);
        ck_assert_msg(nw_composite_new(&composite, NW_EMBEDDING, m1, m2, q, e, &error) == NW_OK, "%s", error.message);
        nw_region region;
        nw_region_set(&region, (int)(m1 + m2), NULL, NULL);
        double centre[NW_MOST_INPUTS] = {0}, half[NW_MOST_INPUTS] = {0}, share[NW_MOST_INPUTS];
        random_box(rng, m1 + m2, centre, half);
        nw_affine_network *forms = nw_affine_network_new(composite, &region);
        nw_model model;
        ck_assert_ptr_nonnull(forms);
        nw_affine_network_model(forms, &model, share, centre, half);
        check_model(rng, composite, &model, centre, half, "embedding");
        nw_affine_network_free(forms);
        nw_composite_free(composite);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Boxes that rounding hampers are bounded in Arb: that bound holds as well. */
START_TEST(exact_bounds)
{
    gsl_rng *rng = ct_rng("sparse, exactly");
    nw_target *target = target_of("trig:r=1,n=2,terms=3,degree=2,seed=2");
    nw_region region;
    nw_region_set(&region, 2, NULL, NULL);
    for (int round = 0; round < 30; round++) {
        nw_composite *some, *all;
        random_fed(rng, &some, &all, 1, 1, true, false);
        nw_bounder *bounder = nw_bounder_new(some, target, &region);
        nw_box box = {{-0.5, 0.25}, {-0.25, 0.5}};
        nw_bounded bounded;
        double rounding, exact = nw_bounder_exactly(bounder, &box, 128, &rounding), sampled = 0;
        nw_bounder_boxes(bounder, &bounded, &box, 1, 0);
        for (int i = 0; i < 100; i++) {
            double x[2] = {uniform(rng, -0.5, -0.25), uniform(rng, 0.25, 0.5)}, y;
            nw_composite_values(some, 1, x, &y);
            sampled = fmax(sampled, fabs(y - nw_target_value(target, x)));
        }
        ck_assert_msg(sampled <= exact + 1e-13 && sampled <= bounded.bound + 1e-13, "%g; %g, %g", sampled, exact,
                      bounded.bound);
        ck_assert_double_le(rounding, 1e-30);
        nw_bounder_free(bounder);
        nw_composite_free(some);
        nw_composite_free(all);
    }
    nw_target_free(target);
    gsl_rng_free(rng);
}
END_TEST

/* ---- constructed ---- */

/* Proven at its threshold, refuted just below its error, and refuted when one weight is moved by so much that the error
 * must break it. */
static void check_built(nw_composite *composite, const nw_target *target, double eps, size_t most_boxes, double *weight)
{
    gsl_rng *rng = ct_rng("constructed");
    nw_enclosure e = certified(composite, target, eps);
    ck_assert_msg(e.outcome == NW_PROVED, "%s: %s", nw_target_word(target), e.reason != NULL ? e.reason : "refuted");
    ck_assert_double_le(sampled_norm(composite, target, rng, 500), e.upper);
    ck_assert_double_le(e.lower, e.upper);
    ck_assert_double_le(e.upper, eps);
    ck_assert_msg(e.boxes <= most_boxes, "%zu boxes", e.boxes);
    double less = 0.9 * e.lower;
    nw_enclosure_clear(&e);
    e = certified(composite, target, less);
    ck_assert_int_eq(e.outcome, NW_REFUTED);
    ck_assert_double_gt(e.lower, less);
    nw_enclosure_clear(&e);
    *weight += 3;
    e = certified(composite, target, eps);
    ck_assert_int_eq(e.outcome, NW_REFUTED);
    nw_enclosure_clear(&e);
    gsl_rng_free(rng);
}

typedef struct built_case {
    const char *target;
    size_t intervals;
    double eps;
    size_t most_boxes;
} built_case;

START_TEST(kuhn)
{
    static const built_case cases[] = {{"bump:r=1,n=1,M=4", 10, 0.1, 400},  {"bump:r=1,n=2,M=4", 10, 0.1, 1000},
                                       {"step:r=1,n=2,M=3", 10, 0.1, 1500}, {"trig:r=1,n=2", 10, 0.1, 1500},
                                       {"trig:r=1,n=3", 2, 0.5, 500},       {"step:r=1,n=3,M=2", 3, 0.34, 2000}};
    const built_case *c = &cases[_i / 2];
    nw_target *target = target_of(c->target);
    nw_network *network;
    nw_error error;
    ck_assert_msg(nw_construct_kuhn(&network, target, c->intervals, _i % 2 == 0 ? NW_RELU : NW_CRELU, &error) == NW_OK,
                  "%s", error.message);
    nw_composite composite = nw_composite_of_network(network);
    const nw_layer *last = &network->layers[network->layer_count - 1];
    check_built(&composite, target, c->eps, c->most_boxes, network->parameters + last->weights + last->inputs / 2);
    nw_network_free(network);
    nw_target_free(target);
}
END_TEST

START_TEST(mcshane)
{
    static const built_case cases[] = {{"bump:r=1,n=1,M=4", 20, 0.05, 500}, {"trig:r=1,n=1", 20, 0.05, 500},
                                       {"bump:r=1,n=2,M=4", 5, 0.2, 3000},  {"trig:r=1,n=2", 5, 0.2, 5000},
                                       {"step:r=1,n=2,M=3", 5, 0.2, 5000}};
    const built_case *c = &cases[_i];
    nw_target *target = target_of(c->target);
    nw_network *network;
    nw_error error;
    ck_assert_msg(nw_construct_mcshane(&network, target, c->intervals, &error) == NW_OK, "%s", error.message);
    nw_composite composite = nw_composite_of_network(network);
    check_built(&composite, target, c->eps, c->most_boxes, network->parameters + network->parameter_count - 1);
    nw_network_free(network);
    nw_target_free(target);
}
END_TEST

START_TEST(theorem_4)
{
    static const built_case cases[] = {{"bump:r=1,n=2,M=4", 20, 0.1, 2000}, {"trig:r=1,n=2", 20, 0.1, 2000},
                                       {"trig:r=1,n=3", 4, 0.5, 2000},      {"bump:r=1,n=3,M=2", 6, 0.4, 4000}};
    const built_case *c = &cases[_i];
    nw_target *target = target_of(c->target);
    nw_composite *composite;
    nw_error error;
    ck_assert_msg(nw_construct_thm4(&composite, target, _i == 3 ? 2 : 1, c->intervals, c->intervals, NW_RELU, &error) ==
                      NW_OK,
                  "%s", error.message);
    /* A weight of f far from the last is met only in places; the last may be any. */
    const nw_network *f = composite->task;
    check_built(composite, target, c->eps, c->most_boxes,
                f->parameters + f->layers[f->layer_count - 1].weights + f->layers[f->layer_count - 1].inputs / 2);
    nw_composite_free(composite);
    nw_target_free(target);
}
END_TEST

START_TEST(embedding)
{
    static const built_case cases[] = {{"bump:r=1,n=2,M=4", 20, 0.1, 2000}, {"trig:r=1,n=2", 20, 0.1, 2000}};
    const built_case *c = &cases[_i];
    nw_target *target = target_of(c->target);
    nw_composite *composite;
    nw_error error;
    ck_assert_msg(nw_construct_mcshane_embedding(&composite, target, 1, c->intervals, c->intervals, &error) == NW_OK,
                  "%s", error.message);
    nw_network *q = composite->primary;
    check_built(composite, target, c->eps, c->most_boxes, q->parameters + q->parameter_count - 1);
    nw_composite_free(composite);
    nw_target_free(target);
}
END_TEST

/* Kinks on grid lines are cuts, but not where they are no more than a rounding from one of the target. */
START_TEST(cuts_along_kinks)
{
    nw_target *target = target_of("step:r=1,n=2,M=10");
    nw_network *network;
    nw_error error;
    ck_assert_msg(nw_construct_kuhn(&network, target, 15, NW_RELU, &error) == NW_OK, "%s", error.message);
    const nw_composite composite = nw_composite_of_network(network);
    nw_region region;
    nw_region_set(&region, 2, NULL, NULL);
    nw_cells cells;
    nw_cells_find(&cells, &composite, target, &region, 20000000);
    for (int axis = 0; axis < 2; axis++) { /* the first layer only carries the second input on */
        ck_assert_uint_eq(cells.cut_count[axis], 9 + 14 - 4); /* k/10 and k/15 meet four times inside */
        for (size_t i = 0; i + 1 < cells.cut_count[axis]; i++)
            ck_assert_double_gt(cells.cuts[axis][i + 1] - cells.cuts[axis][i], 0.06);
    }
    nw_cells_clear(&cells);
    nw_cells_find(&cells, &composite, target, &region, 600);
    ck_assert_uint_eq(cells.count, 100);
    nw_cells_clear(&cells);
    nw_network_free(network);
    nw_target_free(target);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("certify sparse");
    TCase *forms = ct_case(suite, "forms");
    tcase_add_test(forms, kinks_are_shared);
    tcase_add_test(forms, settled_by_rounding);
    tcase_add_test(forms, models_against_arb);
    tcase_add_test(forms, sparse_is_dense);
    tcase_add_test(forms, tree_of_maxima);
    TCase *composites = ct_case(suite, "composites");
    tcase_add_test(composites, fed_against_arb);
    tcase_add_test(composites, embeddings_against_arb);
    tcase_add_test(composites, exact_bounds);
    TCase *built = ct_case(suite, "constructed");
    tcase_add_test(built, cuts_along_kinks);
    tcase_add_loop_test(built, kuhn, 0, 12);
    tcase_add_loop_test(built, mcshane, 0, 5);
    tcase_add_loop_test(built, theorem_4, 0, 4);
    tcase_add_loop_test(built, embedding, 0, 2);
    return ct_main(suite);
}
