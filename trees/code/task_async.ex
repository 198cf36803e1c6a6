defmodule Route do
  # Linked: if one of the tasks crashes, so does the caller.
  def there_and_back(there, back) do
    outward = Task.async(fn -> estimate(there) end)
    homeward = Task.async(fn -> estimate(back) end)
    [minutes, more] = Task.await_many([outward, homeward], 5_000)
    minutes + more
  end

  defp estimate(distance), do: distance * 3
end
