#include "construct/mcshane_tree.h"

static void subtract(nw_builder *builder, bool root, size_t less)
{
    if (root && less != NW_NOTHING_LESS)
        nw_builder_connect(builder, less, -1);
}

/* The odd value out is the first: so the wide ones are used up last, and a single one, standing last, is the b of a
 * pair, which is connected twice. */

void nw_leaves_level(nw_maxima *maxima, nw_builder *builder, const nw_leaves *leaves, size_t less)
{
    size_t odd = leaves->count % 2;
    *maxima = (nw_maxima){nw_builder_units(builder), (leaves->count + 1) / 2, odd == 1};
    bool root = maxima->count == 1;
    for (size_t a = odd; a < leaves->count; a += 2) {
        size_t b = a + 1;
        nw_builder_unit(builder);
        nw_builder_connect(builder, leaves->first + a, leaves->scale);
        nw_builder_connect(builder, leaves->first + b, -leaves->scale);
        if (leaves->biases != NULL) {
            nw_builder_bias(builder, leaves->biases[a] - leaves->biases[b]);
        } else {
            nw_builder_connect(builder, leaves->values + a, 1);
            nw_builder_connect(builder, leaves->values + b, -1);
        }
        nw_builder_unit(builder);
        nw_builder_connect(builder, leaves->first + b, leaves->scale);
        if (leaves->biases != NULL)
            nw_builder_bias(builder, leaves->biases[b]);
        else
            nw_builder_connect(builder, leaves->values + b, 1);
        subtract(builder, root, less);
    }
    if (odd == 1) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, leaves->first, leaves->scale);
        if (leaves->biases != NULL)
            nw_builder_bias(builder, leaves->biases[0]);
        else
            nw_builder_connect(builder, leaves->values, 1);
        subtract(builder, root, less);
    }
}

void nw_maxima_connect(nw_builder *builder, const nw_maxima *maxima, size_t index, double sign)
{
    nw_builder_connect(builder, maxima->first + 2 * index, sign);
    if (index + 1 < maxima->count || !maxima->single)
        nw_builder_connect(builder, maxima->first + 2 * index + 1, sign);
}

void nw_maxima_level(nw_maxima *maxima, nw_builder *builder, size_t less)
{
    size_t odd = maxima->count % 2;
    nw_maxima next = {nw_builder_units(builder), (maxima->count + 1) / 2, odd == 1};
    for (size_t a = odd; a < maxima->count; a += 2) {
        nw_builder_unit(builder);
        nw_maxima_connect(builder, maxima, a, 1);
        nw_maxima_connect(builder, maxima, a + 1, -1);
        nw_builder_unit(builder);
        nw_maxima_connect(builder, maxima, a + 1, 1);
        subtract(builder, next.count == 1, less);
    }
    if (odd == 1) {
        nw_builder_unit(builder);
        nw_maxima_connect(builder, maxima, 0, 1);
    }
    *maxima = next;
}
