/* The gradient of the network that is fitted most: few inputs, one hidden layer of a smooth activation, one output. */
#include "base/hot.h"
#include "net/lanes.h"

NW_HOT_FILE

enum { MOST_INPUTS = 4 };

NW_CLONES void nw_net_shallow(nw_shallow_sums out, nw_activation activation, nw_shallow_block block);

/* One pass over each unit's values y: with e the loss's derivatives by the output and c the unit's weight in it, the
 * gradient is sum e y by c, c sum e s' by its bias, and c sum e s' x by its weights. */
NW_FLAT void shallow(nw_shallow_sums out, const nw_activation activation, nw_shallow_block block, const size_t inputs)
{
    for (size_t j = 0; j < block.units; j++) {
        const double *values = block.values + j * block.stride;
        const double *slopes = activation == NW_ARCTAN ? block.slopes + j * block.stride : values;
        lanes by_output = {0}, by_bias = {0}, by_input[MOST_INPUTS] = {{0}};
        for (size_t i = 0; i < block.stride; i += NW_LANES) {
            lanes y = *(const lanes *)(values + i), e = *(const lanes *)(block.delta + i), d;
            by_output += e * y;
            if (activation == NW_TANH)
                d = e * (1 - y * y);
            else if (activation == NW_LOGISTIC)
                d = e * (y * (1 - y));
            else
                d = e * *(const lanes *)(slopes + i);
            by_bias += d;
            for (size_t a = 0; a < inputs; a++)
                by_input[a] += d * *(const lanes *)(block.x + a * block.stride + i);
        }
        out.tops[j] += lane_sum(&by_output);
        out.biases[j] += block.tops[j] * lane_sum(&by_bias);
        for (size_t a = 0; a < inputs; a++)
            out.weights[j * inputs + a] += block.tops[j] * lane_sum(&by_input[a]);
    }
}

NW_FLAT void shallow_inputs(nw_shallow_sums out, const nw_activation activation, nw_shallow_block block)
{
    if (block.inputs == 1)
        shallow(out, activation, block, 1);
    else if (block.inputs == 2)
        shallow(out, activation, block, 2);
    else if (block.inputs == 3)
        shallow(out, activation, block, 3);
    else
        shallow(out, activation, block, 4);
}

void nw_net_shallow(nw_shallow_sums out, nw_activation activation, nw_shallow_block block)
{
    if (activation == NW_TANH)
        shallow_inputs(out, NW_TANH, block);
    else if (activation == NW_LOGISTIC)
        shallow_inputs(out, NW_LOGISTIC, block);
    else
        shallow_inputs(out, NW_ARCTAN, block);
}

bool nw_kernel_shallow(nw_shallow_sums out, nw_activation activation, nw_shallow_block block)
{
    if (block.inputs > MOST_INPUTS || block.stride < NW_NARROW ||
        (activation != NW_TANH && activation != NW_LOGISTIC && activation != NW_ARCTAN))
        return false;
    nw_net_shallow(out, activation, block);
    return true;
}
