defmodule Price do
  # No process: a module is where code stands, the caller runs it.
  def total([]), do: {:error, :empty}

  def total(lines) do
    {:ok,
     Enum.sum(Enum.map(lines, fn line -> line.amount * line.price end))}
  end

  def discounted(price, percent) when percent in 0..100 do
    div(price * (100 - percent), 100)
  end
end
