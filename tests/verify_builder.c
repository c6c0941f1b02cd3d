#include "verify_builder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/json.h"
#include "base/memory.h"

/* ---- formulas ---- */

static const long double PI = 3.14159265358979323846264338327950288L;

static long double polynomial(const double *x)
{
    long double t = x[0];
    return (3 * t * t * t - 2 * t) / 4 + 0.125L;
}

static long double wavy(const double *x)
{
    return sinl(3 * (long double)x[0]) / 4 + cosl(PI * x[0]) * 0.1L;
}

static long double pointed(const double *x)
{
    long double t = x[0];
    return fmaxl(fminl(t, -t + 0.3L), -0.5L) + fabsl(t - 0.25L) / 3;
}

static long double mixed(const double *x)
{
    long double a = x[0], b = x[1];
    return expl(-a * a - b * b) * tanhl(a * b + 0.5L) / (2 + a);
}

static long double powers(const double *x)
{
    return powl((long double)x[0] + 2, -3) - powl((long double)x[1], 6) / 5 + 1e-2L;
}

static long double signs(const double *x)
{
    long double t = x[0];
    return -t * t + 2 - -t - 1.5L / -2 / 3;
}

const vb_formula vb_formulas[] = {
    {"(3*x1^3 - 2*x1)/4 + 0.125", 1, 0, polynomial},
    {"sin(3*x1)/4+cos(pi*x1)*0.1", 1, 0, wavy},
    {"max(min(x1, -x1 + .3), -1/2) + abs(x1-0.25) / 3", 1, 0, pointed},
    {"exp(-x1^2-I1^2)*tanh(x1*I1+0.5)/(2+x1)", 1, 1, mixed},
    {"(x1+2)^(-3) - x2^6/5 + 1e-2", 2, 0, powers},
    {"-x1^2 + 2 - -x1 - 1.5/-2/3", 1, 0, signs},
};
const size_t vb_formula_count = sizeof vb_formulas / sizeof vb_formulas[0];

/* ---- documents ---- */

static double around(gsl_rng *rng, double scale)
{
    return scale * (2 * gsl_rng_uniform(rng) - 1);
}

static json_t *random_doubles(gsl_rng *rng, int count, double scale)
{
    json_t *array = json_array();
    for (int i = 0; i < count; i++)
        nw_json_append(array, nw_json_double(around(rng, scale)));
    return array;
}

json_t *vb_network(gsl_rng *rng, int inputs, int outputs, int hidden_layers, int width, const char *activation,
                   double scale, bool output_bias)
{
    json_t *document = json_object(), *layers = json_array();
    int before = inputs, parameters = 0;
    for (int k = 0; k <= hidden_layers; k++) {
        json_t *layer = json_object();
        bool last = k == hidden_layers;
        int units = last ? outputs : width;
        nw_json_put(layer, "units", json_integer(units));
        nw_json_put_text(layer, "activation", last ? "identity" : activation);
        nw_json_put(layer, "weights", random_doubles(rng, units * before, k == 0 ? scale : 2.0 / before));
        parameters += units * before;
        if (!last || output_bias) {
            nw_json_put(layer, "biases", random_doubles(rng, units, k == 0 ? scale : 0.3));
            parameters += units;
        }
        nw_json_append(layers, layer);
        before = units;
    }
    nw_json_put_text(document, "format", "nwidth-network");
    nw_json_put(document, "version", json_integer(1));
    nw_json_put(document, "inputs", json_integer(inputs));
    nw_json_put(document, "outputs", json_integer(outputs));
    nw_json_put(document, "output_bias", json_boolean(output_bias));
    nw_json_put(document, "layers", layers);
    nw_json_put(document, "parameters", json_integer(parameters));
    return document;
}

static json_t *shape_of(json_t *network)
{
    json_t *shape = json_deep_copy(network), *layer;
    size_t k;
    json_array_foreach(json_object_get(shape, "layers"), k, layer)
    {
        json_object_del(layer, "weights");
        json_object_del(layer, "biases");
    }
    return shape;
}

json_t *vb_composite(gsl_rng *rng, const char *form, int hidden_layers, const char *activation)
{
    bool hyper = form[0] == 'h', plain = form[0] == 'p';
    json_t *primary = vb_network(rng, hyper ? 1 : plain ? 2 : 3, 1, hidden_layers, 3, activation, 2, true);
    json_t *document = json_object();
    nw_json_put_text(document, "format", "nwidth-composite");
    nw_json_put(document, "version", json_integer(1));
    nw_json_put_text(document, "form", form);
    nw_json_put(document, "m1", json_integer(1));
    nw_json_put(document, "m2", json_integer(1));
    nw_json_put(document, "primary", hyper ? shape_of(primary) : json_incref(primary));
    if (!plain) {
        int outputs = hyper ? (int)json_integer_value(json_object_get(primary, "parameters")) : 2;
        nw_json_put(document, "task", vb_network(rng, 1, outputs, 1, 3, activation, 1.5, true));
    }
    json_decref(primary);
    return document;
}

static json_t *definition(const char *family, int order, int m1, int m2, double amplitude)
{
    json_t *object = json_object();
    nw_json_put_text(object, "family", family);
    nw_json_put(object, "r", json_integer(order));
    nw_json_put(object, "inputs", json_integer(m1 + m2));
    nw_json_put(object, "m1", json_integer(m1));
    nw_json_put(object, "amplitude", nw_json_double(amplitude));
    return object;
}

json_t *vb_grid(gsl_rng *rng, const char *family, int order, int inputs, int scale, double amplitude)
{
    json_t *object = definition(family, order, inputs, 0, amplitude);
    size_t count = 1;
    for (int a = 0; a < inputs; a++)
        count *= (size_t)scale + (family[0] == 's');
    char *signs_text = nw_alloc(count + 1, 1);
    for (size_t i = 0; i < count; i++)
        signs_text[i] = gsl_rng_uniform_int(rng, 2) == 0 ? '+' : '-';
    nw_json_put(object, "scale", json_integer(scale));
    nw_json_put_text(object, "signs", signs_text);
    free(signs_text);
    return object;
}

json_t *vb_trig(gsl_rng *rng, int inputs, int terms, int degree, double amplitude)
{
    json_t *object = definition("trig", 1, inputs, 0, amplitude), *list = json_array();
    for (int t = 0; t < terms; t++) {
        json_t *term = json_object(), *frequency = json_array();
        for (int a = 0; a < inputs; a++)
            nw_json_append(frequency, json_integer(ct_between(rng, -degree, degree)));
        nw_json_put(term, "coefficient", nw_json_double(around(rng, 1)));
        nw_json_put(term, "frequency", frequency);
        nw_json_put(term, "phase", nw_json_double(around(rng, 3)));
        nw_json_append(list, term);
    }
    nw_json_put(object, "terms", list);
    return object;
}

json_t *vb_product(gsl_rng *rng, int m1, int m2, int terms, double amplitude)
{
    json_t *object = definition("product", 1, m1, m2, amplitude), *list = json_array();
    for (int t = 0; t < terms; t++) {
        json_t *term = json_object();
        for (int side = 0; side < 2; side++) {
            json_t *ridge = json_object();
            nw_json_put_text(ridge, "function", gsl_rng_uniform_int(rng, 2) == 0 ? "cos" : "tanh");
            nw_json_put(ridge, "coefficient", nw_json_double(around(rng, 1)));
            nw_json_put(ridge, "slope", random_doubles(rng, side == 0 ? m1 : m2, 3));
            nw_json_put(ridge, "offset", nw_json_double(around(rng, 2)));
            nw_json_put(term, side == 0 ? "x" : "I", ridge);
        }
        nw_json_append(list, term);
    }
    nw_json_put(object, "terms", list);
    return object;
}

json_t *vb_with_network(const char *family, int m1, int m2, json_t *network, double amplitude)
{
    json_t *object = definition(family, 1, m1, m2, amplitude);
    nw_json_put(object, "network", network);
    return object;
}

json_t *vb_expr(const vb_formula *formula, double amplitude)
{
    json_t *object = definition("expr", 1, formula->m1, formula->m2, amplitude);
    nw_json_put_text(object, "formula", formula->text);
    return object;
}

/* ---- values ---- */

enum { MOST_VALUES = 4096 /* units of a layer */ };

static long double activate(nw_activation activation, long double t)
{
    switch (activation) {
    case NW_TANH:
        return tanhl(t);
    case NW_LOGISTIC:
        return 1 / (1 + expl(-t));
    case NW_ARCTAN:
        return atanl(t);
    case NW_CRELU:
        return fminl(fmaxl(t, 0), 1);
    case NW_RELU:
        return fmaxl(t, 0);
    case NW_ELU:
        return t >= 0 ? t : expm1l(t);
    case NW_IDENTITY:
    case NW_ACTIVATION_COUNT:
        break;
    }
    return t;
}

/* parameters: in place of the network's own, NULL where they are its own. */
static void values_behind(long double *out, const nw_plain_network *network, const long double *in,
                          long double *const *parameters)
{
    long double now[MOST_VALUES], next[MOST_VALUES];
    memcpy(now, in, network->inputs * sizeof *now);
    for (size_t k = 0; k < network->layer_count; k++) {
        if (network->units[k] > MOST_VALUES)
            ck_abort_msg("%zu units", network->units[k]);
        for (size_t j = 0; j < network->units[k]; j++) {
            nw_row row = nw_plain_row(network, k, j);
            long double *bias = parameters != NULL ? parameters[row.bias_parameter] : NULL;
            long double sum = row.biased && bias != NULL ? *bias : row.bias;
            for (size_t i = 0; i < row.count; i++) {
                long double *weight = parameters != NULL ? parameters[row.parameter + i] : NULL;
                sum += (weight != NULL ? *weight : row.weight[i]) * now[nw_row_source(&row, i)];
            }
            next[j] = activate(network->activation[k], sum);
        }
        memcpy(now, next, network->units[k] * sizeof *now);
    }
    memcpy(out, now, network->outputs * sizeof *out);
}

static void network_values(long double *out, const nw_plain_network *network, const double *x)
{
    long double in[MOST_VALUES];
    for (size_t i = 0; i < network->inputs; i++)
        in[i] = x[i];
    values_behind(out, network, in, NULL);
}

static long double claim_value(const nw_statement *stated, const double *x)
{
    static long double output[MOST_VALUES], in[MOST_VALUES], *parameters[20000];
    int m1 = stated->m1;
    if (stated->form == NW_CLAIM_PLAIN) {
        network_values(output, &stated->network, x);
        return output[0];
    }
    for (int i = 0; i < m1; i++)
        in[i] = x[i];
    network_values(in + m1, &stated->task, x + m1);
    bool hyper = stated->form == NW_CLAIM_HYPERNETWORK;
    for (size_t i = 0; hyper && i < nw_plain_network_parameters(&stated->network); i++)
        parameters[i] = NULL;
    for (size_t i = 0; hyper && i < stated->task.outputs; i++)
        parameters[stated->fed != NULL ? stated->fed[i] : i] = in + m1 + i;
    values_behind(output, &stated->network, in, hyper ? parameters : NULL);
    return output[0];
}

/* S_r by its pieces for r <= 3: polynomials joined at 1/2, and at 1/4 and 3/4. */
static long double step_profile(int order, long double t)
{
    t = fminl(fmaxl(t, 0), 1);
    if (t > 0.5L)
        return 1 - step_profile(order, 1 - t);
    switch (order) {
    case 1:
        return t;
    case 2:
        return 2 * t * t;
    default:
        return t <= 0.25L ? 16 * t * t * t / 3 : 0.5L + 2 * (t - 0.5L) - 16 * powl(t - 0.5L, 3) / 3;
    }
}

/* phi_r for r <= 3: the hat; the parabolas joined at 1/2; the cubics joined at 1/sqrt 2 and 0. */
static long double bump_profile(int order, long double t)
{
    static const long double root = 0.70710678118654752440084436210484904L;
    t = fabsl(t);
    if (t >= 1)
        return 0;
    if (order == 1)
        return 1 - t;
    if (order == 2)
        return t <= 0.5L ? 1 - 2 * t * t : 2 * (1 - t) * (1 - t);
    /* c (1 - t)^3 - 2 c (root - t)_+^3 + 2 c (-t)_+^3 with phi(0) = 1. */
    long double c = 1 / (1 - 2 * root * root * root), inner = fmaxl(root - t, 0);
    return c * (powl(1 - t, 3) - 2 * powl(inner, 3));
}

static long double grid_value(const nw_subject *subject, const double *x)
{
    bool bump = subject->family == NW_SUBJECT_BUMP;
    size_t side = (size_t)subject->scale + !bump, corners = bump ? 1 : (size_t)1 << subject->inputs;
    long double sum = 0;
    for (size_t corner = 0; corner < corners; corner++) {
        long double product = 1;
        size_t place = 0;
        for (int a = 0; a < subject->inputs; a++) {
            long double t = ((long double)x[a] + 1) * subject->scale / 2;
            long double cell = fminl(floorl(t), subject->scale - 1);
            size_t up = corner >> a & 1;
            product *= bump ? bump_profile(subject->order, 2 * (t - cell) - 1)
                       : up ? step_profile(subject->order, t - cell)
                            : 1 - step_profile(subject->order, t - cell);
            place = place * side + (size_t)cell + up;
        }
        sum += subject->signs[place] == '+' ? product : -product;
    }
    return sum;
}

static long double ridge_value(const nw_plain_ridge *ridge, int inputs, const double *x, long double factor)
{
    long double sum = 0;
    for (int a = 0; a < inputs; a++)
        sum += ridge->slope[a] * (long double)x[a];
    sum = factor * sum + ridge->offset;
    return ridge->coefficient * (ridge->cosine ? cosl(sum) : tanhl(sum));
}

static long double subject_value(const nw_subject *subject, const vb_formula *formula, const double *x)
{
    long double sum = 0, outputs[256];
    switch (subject->family) {
    case NW_SUBJECT_BUMP:
    case NW_SUBJECT_STEP:
        return grid_value(subject, x);
    case NW_SUBJECT_TRIG:
        for (size_t t = 0; t < subject->term_count; t++)
            sum += ridge_value(&subject->terms[t], subject->inputs, x, PI);
        return sum;
    case NW_SUBJECT_PRODUCT:
        for (size_t t = 0; t < subject->term_count; t++)
            sum += ridge_value(&subject->terms[2 * t], subject->inputs, x, 1) *
                   ridge_value(&subject->terms[2 * t + 1], subject->inputs, x, 1);
        return sum;
    case NW_SUBJECT_TANHNET:
        network_values(outputs, &subject->network, x);
        return outputs[0];
    case NW_SUBJECT_INNER:
        network_values(outputs, &subject->network, x + subject->m1);
        for (int i = 0; i < subject->m1; i++)
            sum += x[i] * outputs[i];
        return sum;
    case NW_SUBJECT_EXPR:
    case NW_SUBJECT_COUNT:
        break;
    }
    return formula->value(x);
}

long double vb_error(const nw_statement *stated, const vb_formula *formula, const double *x)
{
    return claim_value(stated, x) - stated->subject.amplitude * subject_value(&stated->subject, formula, x);
}

/* Coordinate steps of shrinking length from a point. */
static long double climb(double *point, const nw_statement *stated, const vb_formula *formula, double step)
{
    long double best = fabsl(vb_error(stated, formula, point));
    for (; step > 1e-9; step /= 3)
        for (int a = 0; a < stated->inputs; a++)
            for (int way = -1; way <= 1; way += 2) {
                double old = point[a];
                point[a] = fmin(fmax(old + way * step, stated->low[a]), stated->high[a]);
                long double value = fabsl(vb_error(stated, formula, point));
                if (value > best)
                    best = value;
                else
                    point[a] = old;
            }
    return best;
}

long double vb_sup(double *where, const nw_statement *stated, const vb_formula *formula, size_t samples)
{
    enum { STARTS = 6 };
    int axes = stated->inputs;
    size_t side = (size_t)ceil(pow((double)samples, 1.0 / axes)), total = 1;
    long double top[STARTS] = {0};
    double points[STARTS][NW_VERIFY_AXES] = {{0}};
    for (int a = 0; a < axes; a++)
        total *= side;
    for (size_t i = 0; i < total; i++) {
        double x[NW_VERIFY_AXES];
        size_t code = i;
        for (int a = 0; a < axes; a++, code /= side) {
            double width = stated->high[a] - stated->low[a];
            x[a] = fmin(stated->low[a] + width * (double)(code % side) / (double)(side - 1), stated->high[a]);
        }
        long double value = fabsl(vb_error(stated, formula, x));
        int least = 0;
        for (int s = 1; s < STARTS; s++)
            least = top[s] < top[least] ? s : least;
        if (value > top[least]) {
            top[least] = value;
            memcpy(points[least], x, sizeof x);
        }
    }
    long double best = -1;
    for (int s = 0; s < STARTS; s++) {
        long double value = climb(points[s], stated, formula, 2.0 / (double)side);
        if (value > best) {
            best = value;
            memcpy(where, points[s], sizeof points[s]);
        }
    }
    return best;
}

/* ---- certificates ---- */

void vb_seal(json_t *document)
{
    json_object_del(document, "checksum");
    char *text = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
    char *sum = nw_format("crc32:%08lx", crc32(crc32(0, NULL, 0), (const Bytef *)text, (unsigned)strlen(text)));
    json_object_set_new(document, "checksum", json_string(sum));
    free(sum);
    free(text);
}

void vb_read(nw_statement *stated, json_t *document)
{
    nw_error error;
    *stated = (nw_statement){0};
    if (nw_statement_read(stated, document, "test", &error) != NW_OK)
        ck_abort_msg("%s", error.message);
}

/* All leaves: so many zero bits. */
static json_t *leaves_only(size_t cells, int axes)
{
    size_t bytes = (cells * (axes == 1 ? 1 : axes <= 3 ? 2 : 3) + 7) / 8, thirds = (bytes + 2) / 3;
    char *text = nw_alloc(4 * thirds + 1, 1);
    memset(text, 'A', 4 * thirds);
    for (size_t i = 0; i < 3 * thirds - bytes; i++)
        text[4 * thirds - 1 - i] = '=';
    json_t *string = json_string(text);
    free(text);
    return string;
}

json_t *vb_certificate(json_t *network, json_t *target, const vb_formula *formula, double slack, bool with_cuts)
{
    json_t *document = json_object(), *tree = json_object(), *cuts = json_array(), *claim = json_object(),
           *wrapped = json_object();
    int axes = (int)json_integer_value(json_object_get(target, "inputs"));
    long scale = with_cuts ? (long)json_integer_value(json_object_get(target, "scale")) : 1;
    size_t cells = 1;
    for (int a = 0; a < axes; a++) {
        json_t *list = json_array();
        for (long j = 1; j < scale; j++)
            nw_json_append(list, nw_json_double(-1 + 2 * (double)j / (double)scale));
        nw_json_append(cuts, list);
        cells *= (size_t)scale;
    }
    nw_json_put_text(document, "format", "nwidth-certificate");
    nw_json_put(document, "version", json_integer(1));
    nw_json_put(wrapped, "definition", target);
    nw_json_put_text(wrapped, "word", "made by hand");
    nw_json_put(tree, "cuts", cuts);
    nw_json_put(tree, "boxes", json_integer((json_int_t)cells));
    nw_json_put(tree, "symbols", leaves_only(cells, axes));
    double point[NW_VERIFY_AXES] = {0};
    nw_json_put(claim, "lower", nw_json_double(0));
    nw_json_put(claim, "upper", nw_json_double(1));
    nw_json_put(claim, "witness", nw_json_doubles(point, (size_t)axes));
    nw_json_put(document, "claim", claim);
    nw_json_put(document, json_object_get(network, "form") != NULL ? "composite" : "network", network);
    nw_json_put(document, "target", wrapped);
    nw_json_put(document, "tree", tree);
    nw_statement stated;
    vb_read(&stated, document);
    long double sup = vb_sup(point, &stated, formula, axes == 1 ? 3000 : axes == 2 ? 6000 : 9000);
    nw_statement_clear(&stated);
    json_object_set_new(claim, "lower", nw_json_double((double)sup * (1 - 1e-9)));
    json_object_set_new(claim, "upper", nw_json_double((double)sup * slack));
    json_object_set_new(claim, "witness", nw_json_doubles(point, (size_t)axes));
    vb_seal(document);
    return document;
}

void vb_save(const json_t *document, const char *file)
{
    ck_assert(json_dump_file(document, file, JSON_COMPACT) == 0);
}

const char *vb_file(void)
{
    static char name[256];
    const char *directory = getenv("TMPDIR");
    snprintf(name, sizeof name, "%s/nwidth-verify-%ld.json", directory != NULL ? directory : "/tmp", (long)getpid());
    return name;
}
