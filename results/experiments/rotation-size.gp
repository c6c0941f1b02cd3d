# nwidth 0.1.0: nwidth plot experiment rotation-size.db --output rotation-size.gp
$panel1_1 << END
# best constant: i (size of the embedding)  error
1 2.484820621
2 2.484820621
4 2.484820621
8 2.484820621
END
$panel1_2 << END
# without I, trained: i (size of the embedding)  error
1 1.703540139
2 1.703540139
4 1.703540139
8 1.703540139
END
$panel1_3 << END
# linear, trained: i (size of the embedding)  error
1 1.7419767
2 1.7419767
4 1.7419767
8 1.7419767
END
$panel1_4 << END
# hypernetwork: i (size of the embedding)  mean  mean-SD  mean+SD
1 0.6985951474 0.5515909585 0.8455993363
2 0.7767490067 0.4723065394 1.081191474
4 0.5724859351 0.4945009829 0.6504708873
8 0.6577936679 0.5016484903 0.8139388456
END
$panel1_5 << END
# embedding: i (size of the embedding)  mean  mean-SD  mean+SD
1 1.622172603 1.576492191 1.667853015
2 1.592399524 1.465603379 1.71919567
4 1.575085083 1.456382089 1.693788077
8 1.518800798 1.482311143 1.555290454
END
$panel2_1 << END
# hypernetwork: i (size of the embedding)  mean  mean-SD  mean+SD
1 0.2633333333 0.2189223737 0.3077442929
2 0.281 0.200123551 0.361876449
4 0.2225 0.1981125032 0.2468874968
8 0.25 0.2005126279 0.2994873721
END
$panel2_2 << END
# embedding: i (size of the embedding)  mean  mean-SD  mean+SD
1 0.6075 0.5881867921 0.6268132079
2 0.5868333333 0.5425266371 0.6311400296
4 0.6001666667 0.5268926376 0.6734406957
8 0.5946666667 0.5867557038 0.6025776295
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
unset label
unset arrow
set title "rotation (Figures 3, 5): test negative log-likelihood by i\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [0.72:8.28]
set yrange [0.3515556944:2.605571466]
set xlabel "i (size of the embedding)" noenhanced offset 0,-0.6
set ylabel "test negative log-likelihood" noenhanced
set xtics ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("0.5" 0.5, "1" 1, "1.5" 1.5, "2" 2, "2.5" 2.5) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9464 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 2.484820621 to graph 1.032, graph 0.9464 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, trained" at graph 1.04, graph 0.5998 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 1.703540139 to graph 1.032, graph 0.5998 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, trained" at graph 1.04, graph 0.6618 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 1.7419767 to graph 1.032, graph 0.6618 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.1359 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 0.6577936679 to graph 1.032, graph 0.1359 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.5179 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 1.518800798 to graph 1.032, graph 0.5179 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
unset label
unset arrow
set title "rotation (Figures 3, 5): test negative log-likelihood by i\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [0.72:8.28]
set yrange [0.1695928117:0.7019603873]
set xlabel "i (size of the embedding)" noenhanced offset 0,-0.6
set ylabel "share of wrong classes" noenhanced
set xtics ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("0.2" 0.2, "0.3" 0.3, "0.4" 0.4, "0.5" 0.5, "0.6" 0.6, "0.7" 0.7) noenhanced font ',10'
set label 1 "hypernetwork" at graph 1.04, graph 0.1510 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 1 from 8, 0.25 to graph 1.032, graph 0.1510 nohead lw 0.6 lc rgb '#005a8e' back
set label 2 "embedding" at graph 1.04, graph 0.7985 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 2 from 8, 0.5946666667 to graph 1.032, graph 0.7985 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel2_1 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_1 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel2_2 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel2_2 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too: constant, the best one (class frequencies); without I and linear: network on x alone; linear softmax of (x, I): both trained as the job is. Images drawn by nwidth, not the paper's." at screen 0.012, screen 0.05445 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
