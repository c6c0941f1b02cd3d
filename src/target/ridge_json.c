/* trig, tanhnet, product and inner in JSON. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "net/network_file.h"
#include "target/ridges.h"

enum { LARGEST_ARGUMENT = 100000 };

static nw_status refuse(nw_json_place place, const char *what, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s%s%s", place.file, place.path, place.path[0] == '\0' ? "" : ": ",
                   what);
}

/* The sizes of the numbers keep every sum finite and every argument where the functions serve. */
static nw_status check_sizes(const nw_ridges *ridges, nw_json_place place, nw_error *error)
{
    for (size_t i = 0; i < ridges->terms * ridges->factors; i++) {
        const nw_ridge *ridge = &ridges->ridge[i];
        bool small = fabs(ridge->coefficient) <= 1e100 && fabs(ridge->offset) <= LARGEST_ARGUMENT;
        for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
            small = small && fabs(ridge->slope[axis]) <= LARGEST_ARGUMENT;
        if (!small)
            return refuse(place, "coefficients must be at most 1e100, slopes and offsets at most 1e5 in size", error);
    }
    return NW_OK;
}

/* The array "terms", its length checked. */
static nw_status read_terms(json_t **terms, size_t *count, json_t *object, nw_json_place place, nw_error *error)
{
    nw_status status = nw_json_get_array(terms, object, "terms", place, error);
    if (status != NW_OK)
        return status;
    *count = json_array_size(*terms);
    if (*count < 1 || *count > NW_MOST_PARTS) {
        char *what = nw_format("terms has %zu entries, and must have from 1 to %d", *count, NW_MOST_PARTS);
        status = refuse(place, what, error);
        free(what);
    }
    return status;
}

static nw_status entry_object(json_t **entry, json_t *array, size_t index, nw_json_place place, nw_error *error)
{
    *entry = json_array_get(array, index);
    return json_is_object(*entry) ? NW_OK : refuse(place, "is no object", error);
}

/* "target.terms[3]" or "target.terms[3].x"; the caller frees. */
static char *term_path(nw_json_place place, size_t index, const char *member)
{
    return nw_format("%s%sterms[%zu]%s%s", place.path, place.path[0] == '\0' ? "" : ".", index,
                     member[0] == '\0' ? "" : ".", member);
}

static nw_status plain_inputs(const nw_target *target, nw_json_place place, nw_error *error)
{
    return target->m1 == target->inputs ? NW_OK : refuse(place, "m1 must be the number of inputs here", error);
}

static nw_status two_sides(const nw_target *target, nw_json_place place, nw_error *error)
{
    return target->m1 < target->inputs ? NW_OK : refuse(place, "m1 must be less than the number of inputs here", error);
}

/* ---- trig ---- */

void nw_trig_describe(const nw_target *target, json_t *object)
{
    json_t *terms = json_array();
    for (size_t t = 0; t < target->ridges->terms; t++) {
        const nw_ridge *ridge = &target->ridges->ridge[t];
        json_t *term = json_object(), *frequency = json_array();
        for (int axis = 0; axis < target->inputs; axis++)
            nw_json_append(frequency, json_integer((json_int_t)ridge->slope[axis]));
        nw_json_put(term, "coefficient", nw_json_double(ridge->coefficient));
        nw_json_put(term, "frequency", frequency);
        nw_json_put(term, "phase", nw_json_double(ridge->offset));
        nw_json_append(terms, term);
    }
    nw_json_put(object, "terms", terms);
}

static nw_status read_frequency(double *frequency, int inputs, json_t *term, nw_json_place place, nw_error *error)
{
    json_t *array;
    nw_status status = nw_json_get_array(&array, term, "frequency", place, error);
    bool good = status == NW_OK && json_array_size(array) == (size_t)inputs;
    for (int axis = 0; good && axis < inputs; axis++) {
        json_t *number = json_array_get(array, (size_t)axis);
        json_int_t value = json_integer_value(number);
        good = json_is_integer(number) && value >= -NW_LARGEST_FREQUENCY && value <= NW_LARGEST_FREQUENCY;
        frequency[axis] = (double)value;
    }
    if (status == NW_OK && !good)
        status = refuse(place, "frequency must be one integer from -1000 to 1000 for each input", error);
    return status;
}

static nw_status read_wave(nw_ridge *ridge, int inputs, json_t *terms, size_t index, nw_json_place place,
                           nw_error *error)
{
    static const char *const known[] = {"coefficient", "frequency", "phase", NULL};
    json_t *term;
    ridge->function = NW_FUNCTION_COS;
    nw_status status = entry_object(&term, terms, index, place, error);
    if (status == NW_OK)
        status = nw_json_only(term, known, place, error);
    if (status == NW_OK)
        status = nw_json_get_double(&ridge->coefficient, term, "coefficient", place, error);
    if (status == NW_OK)
        status = nw_json_get_double(&ridge->offset, term, "phase", place, error);
    if (status == NW_OK)
        status = read_frequency(ridge->slope, inputs, term, place, error);
    return status;
}

nw_status nw_trig_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    json_t *terms;
    size_t count;
    nw_status status = plain_inputs(target, place, error);
    if (status == NW_OK)
        status = read_terms(&terms, &count, object, place, error);
    if (status != NW_OK)
        return status;
    target->ridges = nw_ridges_new(count, 1);
    target->ridges->pi = true;
    for (size_t t = 0; status == NW_OK && t < count; t++) {
        char *path = term_path(place, t, "");
        status =
            read_wave(&target->ridges->ridge[t], target->inputs, terms, t, (nw_json_place){place.file, path}, error);
        free(path);
    }
    return status == NW_OK ? check_sizes(target->ridges, place, error) : status;
}

/* ---- product ---- */

static json_t *ridge_object(const nw_ridge *ridge, int first, int last)
{
    json_t *object = json_object();
    nw_json_put_text(object, "function", ridge->function == NW_FUNCTION_COS ? "cos" : "tanh");
    nw_json_put(object, "coefficient", nw_json_double(ridge->coefficient));
    nw_json_put(object, "slope", nw_json_doubles(ridge->slope + first, (size_t)(last - first)));
    nw_json_put(object, "offset", nw_json_double(ridge->offset));
    return object;
}

void nw_product_describe(const nw_target *target, json_t *object)
{
    json_t *terms = json_array();
    for (size_t t = 0; t < target->ridges->terms; t++) {
        const nw_ridge *ridge = &target->ridges->ridge[2 * t];
        json_t *term = json_object();
        nw_json_put(term, "x", ridge_object(&ridge[0], 0, target->m1));
        nw_json_put(term, "I", ridge_object(&ridge[1], target->m1, target->inputs));
        nw_json_append(terms, term);
    }
    nw_json_put(object, "terms", terms);
}

static nw_status read_ridge(nw_ridge *ridge, int first, int last, json_t *object, nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"function", "coefficient", "slope", "offset", NULL};
    const char *function;
    nw_status status = nw_json_only(object, known, place, error);
    if (status == NW_OK)
        status = nw_json_get_text(&function, object, "function", place, error);
    if (status == NW_OK && strcmp(function, "cos") != 0 && strcmp(function, "tanh") != 0)
        status = refuse(place, "function must be \"cos\" or \"tanh\"", error);
    if (status == NW_OK) {
        ridge->function = function[0] == 'c' ? NW_FUNCTION_COS : NW_FUNCTION_TANH;
        status = nw_json_get_double(&ridge->coefficient, object, "coefficient", place, error);
    }
    if (status == NW_OK)
        status = nw_json_get_double(&ridge->offset, object, "offset", place, error);
    if (status == NW_OK)
        status = nw_json_get_doubles(ridge->slope + first, (size_t)(last - first), object, "slope", place, error);
    return status;
}

static nw_status read_factor(nw_ridge *ridge, const nw_target *target, const char *side, json_t *terms, size_t index,
                             nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"x", "I", NULL};
    bool on_x = side[0] == 'x';
    json_t *term, *object;
    char *path = term_path(place, index, ""), *below = term_path(place, index, side);
    nw_json_place at = {place.file, path};
    nw_status status = entry_object(&term, terms, index, at, error);
    if (status == NW_OK)
        status = nw_json_only(term, known, at, error);
    if (status == NW_OK)
        status = nw_json_get_object(&object, term, side, at, error);
    if (status == NW_OK)
        status = read_ridge(ridge, on_x ? 0 : target->m1, on_x ? target->m1 : target->inputs, object,
                            (nw_json_place){place.file, below}, error);
    free(path);
    free(below);
    return status;
}

nw_status nw_product_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    json_t *terms;
    size_t count;
    nw_status status = two_sides(target, place, error);
    if (status == NW_OK)
        status = read_terms(&terms, &count, object, place, error);
    if (status != NW_OK)
        return status;
    target->ridges = nw_ridges_new(count, 2);
    for (size_t i = 0; status == NW_OK && i < 2 * count; i++)
        status = read_factor(&target->ridges->ridge[i], target, i % 2 == 0 ? "x" : "I", terms, i / 2, place, error);
    return status == NW_OK ? check_sizes(target->ridges, place, error) : status;
}

/* ---- tanhnet and inner: one hidden layer of tanh units ---- */

/* A network with its units' weights on the inputs first..last-1 and one output for each of `outputs` slopes, or the
 * coefficients. */
void nw_network_target_describe(const nw_target *target, json_t *object)
{
    const nw_ridges *ridges = target->ridges;
    bool inner = ridges->factors == 2;
    size_t first = inner ? (size_t)target->m1 : 0, inputs = (size_t)target->inputs - first;
    size_t outputs = inner ? (size_t)target->m1 : 1, width = ridges->terms;
    nw_network *network = nw_network_new(inputs, &width, 1, outputs, NW_TANH, false);
    for (size_t u = 0; u < width; u++) {
        const nw_ridge *unit = &ridges->ridge[ridges->factors * u + (inner ? 1 : 0)];
        for (size_t a = 0; a < inputs; a++)
            network->parameters[network->layers[0].weights + u * inputs + a] = unit->slope[first + a];
        network->parameters[network->layers[0].biases + u] = unit->offset;
        for (size_t o = 0; o < outputs; o++)
            network->parameters[network->layers[1].weights + o * width + u] =
                inner ? ridges->ridge[2 * u].slope[o] : unit->coefficient;
    }
    nw_json_put(object, "network", nw_network_to_json(network, NULL));
    nw_network_free(network);
}

static void take_network(nw_target *target, const nw_network *network, bool inner)
{
    size_t width = network->layers[0].units, inputs = network->inputs, first = inner ? (size_t)target->m1 : 0;
    const double *weights = nw_layer_weights(network, 0), *biases = nw_layer_biases(network, 0);
    const double *out = nw_layer_weights(network, 1);
    nw_ridges *ridges = nw_ridges_new(width, inner ? 2 : 1);
    target->ridges = ridges;
    for (size_t u = 0; u < width; u++) {
        nw_ridge *unit = &ridges->ridge[ridges->factors * u + (inner ? 1 : 0)];
        *unit = (nw_ridge){.function = NW_FUNCTION_TANH, .coefficient = inner ? 1 : out[u], .offset = biases[u]};
        memcpy(unit->slope + first, weights + u * inputs, inputs * sizeof *weights);
        if (!inner)
            continue;
        nw_ridge *outputs = &ridges->ridge[2 * u];
        *outputs = (nw_ridge){.function = NW_FUNCTION_IDENTITY, .coefficient = 1};
        for (size_t o = 0; o < network->outputs; o++)
            outputs->slope[o] = out[o * width + u];
    }
}

static nw_status read_network(nw_target *target, bool inner, json_t *object, nw_json_place place, nw_error *error)
{
    json_t *document;
    nw_network *network;
    nw_status status = inner ? two_sides(target, place, error) : plain_inputs(target, place, error);
    if (status == NW_OK)
        status = nw_json_get_object(&document, object, "network", place, error);
    if (status != NW_OK)
        return status;
    char *path = nw_format("%s%snetwork", place.path, place.path[0] == '\0' ? "" : ".");
    nw_json_place at = {place.file, path};
    status = nw_network_from_json(&network, document, at, error);
    if (status == NW_OK) {
        int inputs = inner ? target->inputs - target->m1 : target->inputs, outputs = inner ? target->m1 : 1;
        bool fits = network->layer_count == 2 && !nw_network_is_sparse(network) && network->layers[0].has_bias &&
                    network->layers[0].activation == NW_TANH && !network->output_bias &&
                    network->inputs == (size_t)inputs && network->outputs == (size_t)outputs &&
                    network->layers[0].units <= NW_MOST_PARTS;
        if (fits) {
            take_network(target, network, inner);
            status = check_sizes(target->ridges, at, error);
        } else {
            char *what = nw_format("must have %d inputs, one dense hidden layer of at most %d tanh units, and %d "
                                   "outputs without a bias",
                                   inputs, NW_MOST_PARTS, outputs);
            status = refuse(at, what, error);
            free(what);
        }
        nw_network_free(network);
    }
    free(path);
    return status;
}

nw_status nw_tanhnet_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    return read_network(target, false, object, place, error);
}

nw_status nw_inner_read(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    return read_network(target, true, object, place, error);
}
